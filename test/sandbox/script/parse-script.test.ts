import { expect, test } from 'vitest';
import { parseScript, ScriptError } from '../../../sandbox/script/parse-script.ts';

test.each([
  ['', { kind: 'note' }],
  ['# anything', { kind: 'note' }],
  ['advance 90s', { kind: 'advance', byMs: 90_000 }],
  ['advance 1.5 h', { kind: 'advance', byMs: 5_400_000 }],
  ['alice> /vm help', { kind: 'person', name: 'alice', deed: 'type', words: '/vm help' }],
  ['alice in #vm-access> hello', { kind: 'person', name: 'alice', channel: 'vm-access', deed: 'type', words: 'hello' }],
  ['bob> click "Approve"', { kind: 'person', name: 'bob', deed: 'click', label: 'Approve' }],
  ['bob> choose "a" in "VM"', { kind: 'person', name: 'bob', deed: 'choose', option: 'a', label: 'VM' }],
  [
    'alice> fill "Reason" with "say \\"x\\""',
    { kind: 'person', name: 'alice', deed: 'fill', label: 'Reason', value: 'say \\"x\\"' },
  ],
  [
    'bob in @drawbridge> click "Close now" on "myVM" then "Keep"',
    {
      kind: 'person',
      name: 'bob',
      channel: '@drawbridge',
      deed: 'click',
      label: 'Close now',
      on: 'myVM',
      answer: 'Keep',
    },
  ],
  ['bob> choose "a" on "myVM"', { kind: 'person', name: 'bob', deed: 'choose', option: 'a', on: 'myVM' }],
  ['bob> reply "yes\\nno" on "myVM"', { kind: 'person', name: 'bob', deed: 'reply', words: 'yes\nno', on: 'myVM' }],
  ['slack> fault {"kind": "redelivered"}', { kind: 'slack', trouble: { kind: 'redelivered' } }],
  ['alice> submit', { kind: 'person', name: 'alice', deed: 'submit' }],
  ['azure> PUT /a/b {"c": 1}', { kind: 'azure', method: 'PUT', path: '/a/b', body: { c: 1 } }],
  ['azure> DELETE /a/b', { kind: 'azure', method: 'DELETE', path: '/a/b' }],
  ['in myVM: echo a: b', { kind: 'vm', vm: 'myVM', event: { kind: 'run', line: 'echo a: b' } }],
  ['rotate host keys of production/jump', { kind: 'vm', vm: 'production/jump', event: { kind: 'rotate-host-keys' } }],
  ['stop sshd on myVM', { kind: 'vm', vm: 'myVM', event: { kind: 'stop-sshd' } }],
  ['start sshd on myVM', { kind: 'vm', vm: 'myVM', event: { kind: 'start-sshd' } }],
  ['re-create myVM', { kind: 'vm', vm: 'myVM', event: { kind: 're-create' } }],
  ['azure> fault {"kind": "hang"}', { kind: 'fault', fault: { kind: 'hang' } }],
])('%s', (line, step) => {
  expect(parseScript(line)).toEqual([{ number: 1, text: line, ...step }]);
});

test.each([
  'advance soon',
  'azure> PATCH /a',
  'azure> PUT /a {broken',
  'just words',
  'Alice> hi',
  'advance 3w',
  'slack> nap',
])('refused, with its number: %s', (line) => {
  expect(() => parseScript(`# first\n${line}`)).toThrow(ScriptError);
  expect(() => parseScript(`# first\n${line}`)).toThrow(/^line 2: /);
});

import { expect, test } from 'vitest';
import { parseGet } from '../../../src/core/text/parse-get.ts';

const vm = { kind: 'plain', name: 'myVM' };

test.each<[string, object]>([
  ['myVM /etc/os-release', { name: vm, path: '/etc/os-release', port: 22 }],
  ['myVM port 2222 /etc/hosts', { name: vm, path: '/etc/hosts', port: 2222 }],
  ['myVM “/var/log/my app.log” because INC-1', { name: vm, path: '/var/log/my app.log', port: 22, reason: 'INC-1' }],
  ["myVM '/tmp/it is; $(x)'", { name: vm, path: '/tmp/it is; $(x)', port: 22 }],
])('%s', (text, request) => {
  expect(parseGet(text)).toEqual({ ok: true, request });
});

test.each([
  ['', 'The name of the VM is missing'],
  ['myVM', 'The path of the file is missing'],
  ['myVM etc/hosts', 'a path begins with "/"'],
  ['myVM /etc/../root/x', '".."'],
  ['myVM -r', 'cannot begin with "-"'],
  ['myVM /a /b', 'I cannot place `/b`'],
  ['myVM "/a', 'is not closed'],
  ['myVM port x /a', '`x`'],
  // As it is shown, with a number for each of them.
  [`myVM /tmp/${'ü'.repeat(900)}`, 'too long to be shown whole'],
  ['myVM /a because', 'The reason is missing'],
  ['myVM /a because “ ”', 'The reason is missing'],
])('%s is refused', (text, problem) => {
  const parsed = parseGet(text);
  expect(parsed.ok ? '' : `${parsed.problem} ${parsed.hint}`).toContain(problem);
});

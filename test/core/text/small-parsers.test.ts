import { describe, expect, it } from 'vitest';
import { nearest } from '../../../src/core/text/nearest.ts';
import { parseFingerprint } from '../../../src/core/text/parse-fingerprint.ts';
import { parseMyIp } from '../../../src/core/text/parse-my-ip.ts';
import { splitSubcommand } from '../../../src/core/text/split-subcommand.ts';

describe('splitSubcommand', () => {
  it.each([
    ['', '', '', ''],
    ['help', 'help', '', ''],
    ['  Connect-Check   myVM  from 1.2.3.4 ', 'connect-check', 'myVM from 1.2.3.4', 'myVM  from 1.2.3.4 '],
    ['connect–check myVM', 'connect-check', 'myVM', 'myVM'],
    ['run\u00a0myVM — a  &amp; \u200b“b”', 'run', 'myVM -- a & "b"', 'myVM — a  &amp; \u200b“b”'],
  ])('%j', (text, subcommand, rest, raw) => {
    expect(splitSubcommand(text)).toEqual({ subcommand, rest, raw });
  });
});

describe('parseMyIp', () => {
  it.each([
    ['', { kind: 'show' }],
    ['forget', { kind: 'forget' }],
    [' 203.0.113.7 ', { kind: 'remember', caller: { address: '203.0.113.7' } }],
    ['<http://203.0.113.7|203.0.113.7>', { kind: 'remember', caller: { address: '203.0.113.7' } }],
  ])('takes %j', (text, request) => {
    expect(parseMyIp(text)).toEqual({ ok: true, request });
  });

  it.each(['203.0.113.7 203.0.113.8', 'home', '"x'])('refuses %j', (text) => {
    expect(parseMyIp(text).ok).toBe(false);
  });
});

describe('parseFingerprint', () => {
  it.each([
    ['myVM', { name: { kind: 'plain', name: 'myVM' }, port: 22 }],
    [
      'production/git-01 port 2222',
      { name: { kind: 'in-group', resourceGroup: 'production', name: 'git-01' }, port: 2222 },
    ],
    ['–-port=2222 git-01', { name: { kind: 'plain', name: 'git-01' }, port: 2222 }],
  ])('takes %j', (text, request) => {
    expect(parseFingerprint(text)).toEqual({ ok: true, request });
  });

  it.each([
    '',
    'my VM',
    'myVM port',
    'myVM port 0',
    'myVM from 203.0.113.7',
    'myVM --from 203.0.113.7',
    'x'.repeat(2000),
  ])('refuses %j', (text) => {
    expect(parseFingerprint(text)).toMatchObject({ ok: false, problem: /\.$/, hint: /\.$/ });
  });
});

describe('nearest', () => {
  const commands = ['connect-check', 'my-ip', 'help'];
  it.each([
    ['conect-check', 'connect-check'],
    ['connect', undefined],
    ['myip', 'my-ip'],
    ['hlep', 'help'],
    ['HELP!', 'help'],
    ['x', undefined],
    ['', undefined],
  ])('%j', (typed, meant) => {
    expect(nearest(typed, commands)).toBe(meant);
  });
});

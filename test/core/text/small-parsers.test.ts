import { describe, expect, it } from 'vitest';
import { nearest } from '../../../src/core/text/nearest.ts';
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

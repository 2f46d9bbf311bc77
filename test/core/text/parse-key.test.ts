import { describe, expect, test } from 'vitest';
import { parseKey } from '../../../src/core/text/parse-key.ts';

const hour = 3_600_000;
const vm = { kind: 'plain', name: 'myVM' };

test.each<[text: string, request: object]>([
  ['myVM', { name: vm }],
  ['myVM for 2h', { name: vm, durationMs: 2 * hour }],
  ['myVM for 2 hours user deploy', { name: vm, user: 'deploy', durationMs: 2 * hour }],
  [
    '--user=first.last web/myVM',
    { name: { kind: 'in-group', resourceGroup: 'web', name: 'myVM' }, user: 'first.last' },
  ],
])('%s', (text, request) => {
  expect(parseKey(text)).toEqual({ kind: 'request', request });
});

describe('refused', () => {
  test.each<[text: string, words: RegExp]>([
    ['', /name of the VM is missing/],
    ['myVM other', /cannot place `other`/],
    ['myVM user root', /Nobody is let in as root/],
    ['myVM user -rf', /not the name of a user/],
    ['myVM for ever', /not a duration/],
    ['myVM ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDgps+J64LTT7BB0gyaZgew', /a form asks for it/],
    ['myVM "---- BEGIN SSH2 PUBLIC KEY ----"', /a form asks for it/],
    [`myVM ${'x'.repeat(2000)}`, /too long/],
  ])('%s', (text, words) => {
    const parsed = parseKey(text);
    expect(parsed.kind).toBe('refused');
    if (parsed.kind === 'refused') expect(`${parsed.refusal.problem} ${parsed.refusal.hint}`).toMatch(words);
  });
});

test.each([
  'myVM -----BEGIN OPENSSH PRIVATE KEY----- b3BlbnNzaC1rZXktdjEAAAAABG5vbmUA',
  'myVM —BEGIN RSA PRIVATE KEY—',
  'myVM b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW',
])('a private key: %s', (text) => {
  expect(parseKey(text)).toEqual({ kind: 'private' });
});

import { describe, expect, test } from 'vitest';
import { parseTroubleshoot } from '../../../src/core/text/parse-troubleshoot.ts';
import { blob, keyLine } from '../troubleshoot/machines.ts';

const plain = { name: { kind: 'plain', name: 'myVM' }, port: 22 };
const key = { type: 'ssh-ed25519', blob, fingerprint: expect.stringMatching(/^SHA256:[A-Za-z0-9+/]{43}$/) };

describe('parseTroubleshoot', () => {
  test.each([
    ['myVM', plain],
    ['myVM user bob', { ...plain, user: 'bob' }],
    ['user=bob myVM port 2222', { ...plain, user: 'bob', port: 2222 }],
    ['myVM user DOMAIN\\bob', { ...plain, user: 'DOMAIN\\bob' }],
    ['myVM user bob@example.com', { ...plain, user: 'bob@example.com' }],
    [`myVM key ${keyLine}`, { ...plain, key }],
    [`myVM --key="${keyLine}" `, { ...plain, key }],
    [`myVM user bob key ssh-ed25519   ${blob}`, { ...plain, user: 'bob', key }],
    [`myVM key from="10.0.0.0/8" ${keyLine}`, { ...plain, key }],
    ['apps/key-vm', { ...plain, name: { kind: 'in-group', resourceGroup: 'apps', name: 'key-vm' } }],
  ])('%s', (text, request) => {
    expect(parseTroubleshoot(text)).toEqual({ ok: true, request });
  });

  test.each([
    ['', 'The name of the VM is missing.'],
    ['user bob', 'The name of the VM is missing.'],
    ['myVM user', 'The value of `user` is missing.'],
    ['myVM user -rf', 'No user is called `-rf`: a name begins with a letter, a digit or an underscore.'],
    ['myVM user a,b', 'No user is called `a,b`: a name cannot hold ",".'],
    ['myVM user "a b"', 'No user is called `a b`: a name cannot hold a space.'],
    ['myVM user bób', 'No user is called `bób`: a name cannot hold "ó".'],
    ['myVM user $(id)', 'No user is called `$(id)`: a name cannot hold "(".'],
    [`myVM user ${'x'.repeat(70)}`, /is too long for the name of a user\.$/],
    ['myVM port 0', '`0` is not a port.'],
    ['myVM otherVM', 'I cannot place `otherVM`.'],
    ['myVM key', 'The public key is missing.'],
    ['myVM key ssh-ed25519 AAAA', 'What stands behind `key` is no public key of SSH.'],
    [`myVM key ssh-rsa ${blob}`, /is no public key of SSH\.$/],
    [`myVM key ${'A'.repeat(9000)}`, 'That is too long for this command.'],
  ])('refuses %j', (text, problem) => {
    const parsed = parseTroubleshoot(text);
    expect(parsed.ok).toBe(false);
    if (parsed.ok) return;
    expect(parsed.hint).not.toBe('');
    if (typeof problem === 'string') expect(parsed.problem).toBe(problem);
    else expect(parsed.problem).toMatch(problem);
  });

  test('a private key is refused, whole and in pieces, and none of it is shown', () => {
    const secret = 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmU';
    for (const text of [`-----BEGIN OPENSSH PRIVATE KEY----- ${secret}`, `—---BEGIN RSA PRIVATE KEY—--\n${secret}`]) {
      const parsed = parseTroubleshoot(`myVM key ${text}`);
      expect(parsed).toMatchObject({ ok: false, problem: expect.stringContaining('private key') });
      expect(JSON.stringify(parsed)).not.toContain(secret);
    }
  });
});

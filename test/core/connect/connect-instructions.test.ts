import { describe, expect, test } from 'vitest';
import { connectInstructions } from '../../../src/core/connect/connect-instructions.ts';
import { standsInTheWay } from '../../../src/core/connect/stands-in-the-way.ts';
import type { VmFacts } from '../../../src/core/facts.ts';
import { configuration, facts, nic, nsg, publicIp, status, unreadable, vm } from '../checks/myvm.ts';

const bare = { nics: [nic({ ipConfigurations: [configuration({ publicIp: undefined })] })] };
const closed = { nics: [nic({ nsg: nsg([]) })] };
const off = { status: { ...status, power: 'deallocated' as const } };
const { address: _, ...unassigned } = publicIp;
const dynamic = {
  nics: [nic({ ipConfigurations: [configuration({ publicIp: { ...unassigned, allocation: 'Dynamic' } })] })],
};

describe('what stands in the way', () => {
  test.each<[string, Partial<VmFacts>, string | undefined, string | undefined, RegExp]>([
    ['nothing', {}, '203.0.113.7', undefined, /^$/],
    ['nothing that is known without an address', closed, undefined, undefined, /^$/],
    ['a closed port', closed, '203.0.113.7', 'certain', /^Port 22 is closed/],
    ['a VM that is off, whoever asks', off, undefined, 'certain', /^`myVM` is stopped and deallocated$/],
    [
      'and with it its address',
      { ...off, ...dynamic },
      '203.0.113.7',
      'certain',
      /deallocated; Its public IP `myIP` has no/,
    ],
    ['no public address', bare, '203.0.113.7', 'address', /^No public address leads to port 22/],
    [
      'no public address, and off',
      { ...bare, ...off },
      '203.0.113.7',
      'certain',
      /^`myVM` is stopped and deallocated$/,
    ],
    ['no public address, from inside', bare, '10.0.0.9', undefined, /^$/],
    ['another family', {}, '2001:db8::7', 'certain', /IPv6/],
    ['a group that could not be read', { nics: [nic({ nsg: unreadable('group') })] }, '203.0.113.7', 'unclear', /./],
    ['a status that could not be read', { status: unreadable('status') }, undefined, 'unclear', /could not be read/],
  ])('%s', (_name, over, from, kind, words) => {
    const found = standsInTheWay({ facts: { ...facts, ...over }, from, port: 22 }, undefined);
    expect(found?.kind).toBe(kind);
    expect(found?.summaries.join('; ') ?? '').toMatch(words);
  });
});

test("fingerprints come in ssh's words and order", () => {
  const key = (type: string, base64: string) => ({ type, base64 });
  const trustedKeys = [
    key('ssh-rsa', 'AAAA'),
    key('x-new@example.com', 'AAAB'),
    key('ecdsa-sha2-nistp256', 'AAAC'),
    key('ssh-ed25519', 'AAAD'),
  ];
  const { fingerprints } = connectInstructions(
    { facts, from: undefined, port: 22 },
    { trustedKeys, botAddress: undefined },
  );
  expect(fingerprints.map(({ type }) => type)).toEqual(['ED25519', 'ECDSA', 'RSA', 'x-new@example.com']);
  expect(new Set(fingerprints.map(({ fingerprint }) => fingerprint)).size).toBe(4);
  for (const { fingerprint } of fingerprints) expect(fingerprint).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
});

test('whether passwords are taken is told as Azure tells it', () => {
  const of = (passwordLogin: 'on' | 'off' | 'unknown') =>
    connectInstructions(
      { facts: { ...facts, vm: { ...vm, passwordLogin } }, from: undefined, port: 22 },
      { trustedKeys: [], botAddress: undefined },
    ).passwordLogin;
  expect([of('on'), of('off'), of('unknown')]).toEqual(['on', 'off', 'unknown']);
});

import { describe, expect, test } from 'vitest';
import { connectInstructions } from '../../../src/core/connect/connect-instructions.ts';
import { standsInTheWay } from '../../../src/core/connect/stands-in-the-way.ts';
import type { VmFacts } from '../../../src/core/facts.ts';
import type { Pin } from '../../../src/core/host-keys/pin.ts';
import { configuration, ed25519Key, facts, nic, nsg, publicIp, status, unreadable, vm } from '../checks/myvm.ts';

/** A blob that says its type and two small numbers: enough to be read as a key. */
const rsa = 'AAAAB3NzaC1yc2EAAAADAQABAAAAAQM=';
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

describe('the key to expect', () => {
  const keys = [
    { type: 'ssh-rsa', base64: rsa },
    { type: 'x-new@example.com', base64: 'AAAB' },
    { type: 'ssh-ed25519', base64: ed25519Key.split(' ')[1] ?? '' },
  ];
  const pin = { vmId: vm.id, machineId: vm.vmId, keys, requestId: 'r1', approvedBy: ['U0BOB'], pinnedAtMs: 0 };
  const expected = (over?: Partial<Pin>) =>
    connectInstructions(
      { facts, from: undefined, port: 22 },
      { pin: over && { ...pin, ...over }, botAddress: undefined },
    ).expectedKey;

  test("is told in the client's words and order", () => {
    const [first, ...others] = lines(expected({}));
    expect(first).toMatch(/^ED25519 key fingerprint is SHA256:[A-Za-z0-9+/]{43}$/);
    expect(others.map((line) => line.split(' ')[0])).toEqual(['RSA', 'x-new@example.com']);
  });

  test('is another one than that of a machine that is gone', () => {
    expect(expected({ machineId: vm.vmId.toUpperCase() }).kind).toBe('approved');
    expect(expected({ machineId: 'another' })).toEqual({ kind: 'other-machine' });
    expect(expected()).toEqual({ kind: 'not-yet' });
  });
});

function lines(expected: ReturnType<typeof connectInstructions>['expectedKey']): readonly string[] {
  return expected.kind === 'approved' ? expected.lines : expect.fail(expected.kind);
}

test('whether passwords are taken is told as Azure tells it', () => {
  const of = (passwordLogin: 'on' | 'off' | 'unknown') =>
    connectInstructions(
      { facts: { ...facts, vm: { ...vm, passwordLogin } }, from: undefined, port: 22 },
      { pin: undefined, botAddress: undefined },
    ).passwordLogin;
  expect([of('on'), of('off'), of('unknown')]).toEqual(['on', 'off', 'unknown']);
});

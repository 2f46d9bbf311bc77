import { describe, expect, it } from 'vitest';
import type { HostKey } from '../../../src/core/host-keys/host-key.ts';
import { judgeHostKey, sameKeys } from '../../../src/core/host-keys/judge-host-key.ts';
import type { Pin } from '../../../src/core/host-keys/pin.ts';
import { sampleKeys } from './sample-keys.ts';

const { rsa, ecdsa, ed25519, otherEd25519 } = sampleKeys;
const machineId = '0b5d6a3e-1111-4222-8333-444455556666';
const another = 'ffffffff-1111-4222-8333-444455556666';

const pin = (...keys: HostKey[]): Pin => ({
  vmId: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/myVM',
  machineId,
  keys,
  requestId: 'abcdefghij',
  approvedBy: ['U0BOB'],
  pinnedAtMs: 1,
});

describe('judgeHostKey', () => {
  it.each([
    ['nothing approved yet', undefined, machineId, [ed25519], { kind: 'unpinned' }],
    ['what was approved', pin(ed25519, rsa), machineId, [rsa, ed25519], { kind: 'trusted', besides: [] }],
    ['one of what was approved', pin(ed25519, rsa), machineId, [rsa], { kind: 'trusted', besides: [] }],
    ['an id in another case', pin(ed25519), machineId.toUpperCase(), [ed25519], { kind: 'trusted', besides: [] }],
    [
      'a key more, of a type that was not approved',
      pin(ed25519),
      machineId,
      [ed25519, rsa],
      { kind: 'trusted', besides: [rsa] },
    ],
    [
      'either of two keys of one type',
      pin(ed25519, otherEd25519),
      machineId,
      [otherEd25519],
      { kind: 'trusted', besides: [] },
    ],
    [
      'another key of an approved type',
      pin(ed25519, rsa),
      machineId,
      [otherEd25519, rsa],
      { kind: 'changed', was: [ed25519], is: [otherEd25519] },
    ],
    [
      'another key beside the approved one, of its type',
      pin(ed25519),
      machineId,
      [ed25519, otherEd25519],
      { kind: 'changed', was: [ed25519], is: [ed25519, otherEd25519] },
    ],
    [
      'only types that were never approved',
      pin(ed25519),
      machineId,
      [ecdsa, rsa],
      { kind: 'other-type', pinned: [ed25519], shown: [ecdsa, rsa] },
    ],
    [
      'a machine that was made anew, with another key',
      pin(ed25519),
      another,
      [otherEd25519],
      { kind: 'other-machine', pinned: [ed25519] },
    ],
    // An image that was taken of the old machine brings its keys along: the machine is another one all the same.
    [
      'a machine that was made anew, with the same key',
      pin(ed25519),
      another,
      [ed25519],
      { kind: 'other-machine', pinned: [ed25519] },
    ],
    [
      'the type of one key with the blob of another',
      pin(rsa),
      machineId,
      [{ ...ed25519, type: 'ssh-rsa' }],
      { kind: 'changed' },
    ],
  ] as const)('%s', (_, approved, machine, keys, verdict) => {
    expect(judgeHostKey(approved, { machineId: machine, keys })).toMatchObject(verdict);
  });
});

it.each([
  ['in any order', [rsa, ed25519], [ed25519, rsa], true],
  ['one more', [rsa], [ed25519, rsa], false],
  ['one less', [rsa, ed25519], [rsa], false],
  ['another one', [ed25519], [otherEd25519], false],
])('sameKeys: %s', (_, some, others, same) => {
  expect(sameKeys(some, others)).toBe(same);
});

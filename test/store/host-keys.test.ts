import { describe, expect, test } from 'vitest';
import type { Pin } from '../../src/core/host-keys/pin.ts';
import { verifyChain } from '../../src/core/requests/verify-chain.ts';
import { sampleFingerprints, sampleKeys } from '../core/host-keys/sample-keys.ts';
import { startMs } from './parts.ts';
import { open, places } from './places.ts';

const vmId = '/subscriptions/S/resourceGroups/RG/providers/Microsoft.Compute/virtualMachines/myVM';

const aPin = (given: Partial<Pin> = {}): Pin => ({
  vmId,
  machineId: '0b5d6a3e-1111-4222-8333-444455556666',
  keys: [sampleKeys.ed25519, sampleKeys.rsa],
  requestId: 'abcdefghij',
  approvedBy: ['U0BOB'],
  pinnedAtMs: startMs,
  ...given,
});
const another = aPin({ requestId: 'second2222', keys: [sampleKeys.ecdsa], pinnedAtMs: startMs + 1 });

describe.each(places)('host keys in $kind', ({ fresh }) => {
  test('are pinned for a VM, whatever the case of its id, with an event in the chain', async () => {
    const store = await open(await fresh());
    expect(await store.hostKeys.of(vmId)).toBeUndefined();
    expect(await store.hostKeys.pin(aPin(), undefined)).toEqual({ kind: 'pinned' });
    expect(await store.hostKeys.of(vmId.toUpperCase())).toEqual(aPin());
    expect(await store.hostKeys.of(`${vmId}2`)).toBeUndefined();
    const events = await store.events.of('abcdefghij');
    expect(events).toMatchObject([
      {
        kind: 'host-keys-pinned',
        data: { keys: [sampleFingerprints.ed25519, sampleFingerprints.rsa], replaces: [], approvedBy: ['U0BOB'] },
      },
    ]);
    expect(verifyChain(events)).toMatchObject({ kind: 'intact' });
  });

  test('are pinned once for a request', async () => {
    const store = await open(await fresh());
    await store.hostKeys.pin(aPin(), undefined);
    expect(await store.hostKeys.pin(aPin({ pinnedAtMs: startMs + 9 }), undefined)).toEqual({
      kind: 'already',
      pin: aPin(),
    });
    await store.hostKeys.pin(another, 'abcdefghij');
    // Also when another one holds by now.
    expect(await store.hostKeys.pin(aPin(), 'second2222')).toMatchObject({
      kind: 'already',
      pin: { replacedAtMs: startMs + 1 },
    });
    expect(await store.events.since(1, 9)).toHaveLength(2);
  });

  test('stay readable when others take their place', async () => {
    const store = await open(await fresh());
    await store.hostKeys.pin(aPin(), undefined);
    expect(await store.hostKeys.pin(another, 'abcdefghij')).toEqual({ kind: 'pinned' });
    expect(await store.hostKeys.of(vmId)).toEqual(another);
    expect(await store.hostKeys.history(vmId)).toEqual([aPin({ replacedAtMs: startMs + 1 }), another]);
    expect((await store.events.of('second2222'))[0]?.data).toMatchObject({
      keys: [sampleFingerprints.ecdsa],
      replaces: [sampleFingerprints.ed25519, sampleFingerprints.rsa],
    });
  });

  test.each([
    ['nothing is said to hold, and something does', undefined, 'abcdefghij'],
    ['something else holds', 'third33333', 'abcdefghij'],
  ])('stay as they are where %s', async (_, replaces, holds) => {
    const store = await open(await fresh());
    await store.hostKeys.pin(aPin(), undefined);
    expect(await store.hostKeys.pin(another, replaces)).toMatchObject({
      kind: 'outrun',
      current: { requestId: holds },
    });
    expect(await store.hostKeys.history(vmId)).toEqual([aPin()]);
    expect(await store.events.since(1, 9)).toHaveLength(1);
  });

  test('are not pinned in the place of what is not there', async () => {
    const store = await open(await fresh());
    expect(await store.hostKeys.pin(another, 'abcdefghij')).toEqual({ kind: 'outrun' });
    expect(await store.hostKeys.of(vmId)).toBeUndefined();
  });

  test('of many requests at once, from all sides, are those of one', async () => {
    const place = await fresh();
    const stores = [await open(place), await open(place)];
    const ends = await Promise.all(
      Array.from({ length: 16 }, (_, at) => stores[at % 2]?.hostKeys.pin(aPin({ requestId: `r${at}` }), undefined)),
    );
    expect(ends.filter((end) => end?.kind === 'pinned')).toHaveLength(1);
    expect(ends.filter((end) => end?.kind === 'outrun')).toHaveLength(15);
    expect(await stores[0]?.hostKeys.history(vmId)).toHaveLength(1);
    expect(await stores[0]?.events.since(1, 99)).toHaveLength(1);
  });

  test.each([
    ['no JSON', "body = 'x'"],
    [
      'no keys',
      `body = '{"approvedBy":[],"keys":[],"machineId":"","pinnedAtMs":${startMs},"requestId":"abcdefghij","vmId":"${vmId}"}'`,
    ],
    ['another request', "request_id = 'other'"],
    ['another VM', "body = replace(body, 'virtualMachines/myVM', 'virtualMachines/other')"],
  ])('that somebody changed are damaged: %s', async (_, change) => {
    const place = await fresh();
    const store = await open(place);
    await store.hostKeys.pin(aPin(), undefined);
    await place.run(`update host_keys set ${change}`);
    await expect(store.hostKeys.of(vmId)).rejects.toMatchObject({ code: 'store-damaged' });
  });
});

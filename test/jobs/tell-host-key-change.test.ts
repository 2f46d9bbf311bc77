import { describe, expect, test } from 'vitest';
import { fingerprintOf } from '../../src/core/host-keys/host-key.ts';
import type { NotOpened } from '../../src/core/host-keys/not-opened.ts';
import { noteNotOpened } from '../../src/jobs/note-not-opened.ts';
import { type HostKeyChange, type Look, lookKind, tellHostKeyChange } from '../../src/jobs/tell-host-key-change.ts';
import type { Message } from '../../src/views/message.ts';
import { facts } from '../core/checks/myvm.ts';
import { sampleKeys } from '../core/host-keys/sample-keys.ts';
import { aRequest, askedAtMs } from '../core/requests/a-request.ts';
import { approvalsChannel, jobParts } from './parts.ts';

const { ed25519, rsa, otherEd25519 } = sampleKeys;
const vm = { ...facts.vm, nicIds: [] };
const change: HostKeyChange = {
  vm,
  machineId: facts.vm.vmId,
  port: 2222,
  was: [ed25519],
  is: [otherEd25519],
  seenBy: { kind: 'azure' },
};
const day = 24 * 3_600_000;

async function stage(post?: () => Promise<string>) {
  const clock = { nowMs: askedAtMs };
  const posted: [string, Message][] = [];
  const parts = await jobParts({
    clock,
    poster: {
      post: async (channel, message) => {
        const ts = (await post?.()) ?? '1.1';
        posted.push([channel, message]);
        return ts;
      },
    },
  });
  return { clock, posted, parts };
}

test('a changed key is told once, in the approvals channel, and is in the log', async () => {
  const { clock, posted, parts } = await stage();
  await tellHostKeyChange(change, parts);
  clock.nowMs += day;
  // Seen again, by another way and in another order: it is the same change.
  await tellHostKeyChange({ ...change, seenBy: { kind: 'server', at: '20.51.230.13 port 22' } }, parts);
  expect(posted.map(([channel]) => channel)).toEqual([approvalsChannel]);
  expect(await parts.store.events.since(1, 9)).toMatchObject([
    {
      kind: 'host-key-changed',
      data: { vm: vm.id, was: [fingerprintOf(ed25519)], is: [fingerprintOf(otherEd25519)] },
    },
  ]);
});

describe('one change that is seen in several ways is told once', () => {
  const server = { kind: 'server', at: '20.51.230.13 port 22' } as const;
  test.each([
    ['first where it answers, then through Azure with all its keys', [otherEd25519], [otherEd25519, rsa]],
    ['first through Azure, then where it answers', [otherEd25519, rsa], [otherEd25519]],
    ['by two keys, then by the other of them', [rsa, otherEd25519], [rsa]],
  ])('%s', async (_, first, second) => {
    const { clock, posted, parts } = await stage();
    await tellHostKeyChange({ ...change, is: first, seenBy: server }, parts);
    clock.nowMs += day;
    await tellHostKeyChange({ ...change, is: second }, parts);
    await tellHostKeyChange({ ...change, is: [...second].reverse(), seenBy: server }, parts);
    expect(posted).toHaveLength(1);
  });

  test('and a key that was not among them is told', async () => {
    const { posted, parts } = await stage();
    await tellHostKeyChange({ ...change, is: [otherEd25519] }, parts);
    await tellHostKeyChange({ ...change, is: [rsa], seenBy: server }, parts);
    expect(posted).toHaveLength(2);
  });

  test('also where the first telling failed: then the second tells it', async () => {
    let isDown = true;
    const { clock, posted, parts } = await stage(async () => {
      if (isDown) throw new Error('Slack is down');
      return '1.1';
    });
    await tellHostKeyChange({ ...change, is: [otherEd25519], seenBy: server }, parts);
    clock.nowMs += 60_000;
    await tellHostKeyChange({ ...change, is: [rsa, otherEd25519] }, parts);
    isDown = false;
    clock.nowMs += 11 * 60_000;
    await tellHostKeyChange({ ...change, is: [rsa, otherEd25519] }, parts);
    await tellHostKeyChange({ ...change, is: [otherEd25519], seenBy: server }, parts);
    expect(posted).toHaveLength(1);
  });

  test('however the id of the VM is spelt', async () => {
    const { posted, parts } = await stage();
    await tellHostKeyChange({ ...change, is: [otherEd25519] }, parts);
    await tellHostKeyChange({ ...change, vm: { ...vm, id: vm.id.toUpperCase() }, is: [otherEd25519] }, parts);
    expect(posted).toHaveLength(1);
  });
});

test('another change is told as well', async () => {
  const { posted, parts } = await stage();
  await tellHostKeyChange(change, parts);
  await tellHostKeyChange({ ...change, is: [rsa] }, parts);
  await tellHostKeyChange({ ...change, machineId: 'another' }, parts);
  expect(posted).toHaveLength(3);
});

test('its button leads to the machine for days', async () => {
  const { clock, posted, parts } = await stage();
  await tellHostKeyChange(change, parts);
  const [, id = ''] = /"value":"([^"]+)"/.exec(JSON.stringify(posted[0]?.[1].blocks)) ?? [];
  clock.nowMs += 7 * day;
  const look = (await parts.store.shelf.get(id, lookKind, clock.nowMs)) as Look;
  expect(look).toMatchObject({ vm: { id: vm.id }, port: 2222 });
});

test('what Slack did not take is told at a later try, and logged once', async () => {
  let isDown = true;
  const { clock, posted, parts } = await stage(async () => {
    if (isDown) throw new Error('Slack is down');
    return '1.1';
  });
  await tellHostKeyChange(change, parts);
  isDown = false;
  clock.nowMs += 11 * 60_000;
  await tellHostKeyChange(change, parts);
  expect(posted).toHaveLength(1);
  expect(await parts.store.events.since(1, 9)).toHaveLength(1);
});

describe('a log-in that was not possible', () => {
  const { vm: asked } = aRequest();
  const request = aRequest({ vm: { ...asked, id: vm.id, vmId: vm.vmId, name: 'myVM' } });
  const at = { address: '20.51.230.13', port: 22 };
  const presented = otherEd25519;

  test.each<[string, NotOpened, number]>([
    ['a changed key is told', { kind: 'untrusted', at: 'myVM', presented }, 1],
    ['the key of a jump is not', { kind: 'untrusted', at: 'jump', presented }, 0],
    ['a key of a type that was never approved is not', { kind: 'untrusted', at: 'myVM', presented: rsa }, 0],
    ['a server without any approved type is not', { kind: 'no-pinned-type', at: 'myVM' }, 0],
    ['a server that does not answer is not', { kind: 'unreachable', at: 'myVM', reason: 'refused', because: 'no' }, 0],
  ])('%s', async (_, why, times) => {
    const { posted, parts } = await stage();
    const pin = { vmId: vm.id, machineId: vm.vmId, requestId: 'first11111', approvedBy: [], pinnedAtMs: 0 };
    await parts.store.hostKeys.pin({ ...pin, keys: [ed25519] }, undefined);
    await noteNotOpened(request, at, why, parts);
    expect(posted).toHaveLength(times);
    if (times > 0) expect(JSON.stringify(posted)).toContain('what answers at `20.51.230.13 port 22`');
  });

  test('because of the key of a jump is for whoever wrote the configuration', async () => {
    const { posted, parts } = await stage();
    const errors: unknown[] = [];
    const log = Object.assign(Object.create(parts.log), { error: (data: unknown) => errors.push(data) });
    await noteNotOpened(request, at, { kind: 'untrusted', at: '192.0.2.7:22', presented }, { ...parts, log });
    expect(posted).toEqual([]);
    expect(errors).toEqual([{ jump: '192.0.2.7:22', presented: fingerprintOf(presented) }]);
  });

  test('of a machine that was made anew is no change', async () => {
    const { posted, parts } = await stage();
    const pin = { vmId: vm.id, machineId: 'gone', requestId: 'first11111', approvedBy: [], pinnedAtMs: 0 };
    await parts.store.hostKeys.pin({ ...pin, keys: [ed25519] }, undefined);
    await noteNotOpened(request, at, { kind: 'untrusted', at: 'myVM', presented }, parts);
    expect(posted).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import type { NotOpened } from '../../src/core/host-keys/not-opened.ts';
import { endAct } from '../../src/core/requests/acting.ts';
import type { Decided } from '../../src/core/requests/decided.ts';
import type { VmRequest } from '../../src/core/requests/request.ts';
import { BotError } from '../../src/errors.ts';
import { closingPass } from '../../src/jobs/closing-pass.ts';
import { executeRequest } from '../../src/jobs/execute-request.ts';
import type { JobParts } from '../../src/jobs/job-parts.ts';
import { onMachine } from '../../src/jobs/on-machine.ts';
import { performAct } from '../../src/jobs/perform-act.ts';
import { workingPass } from '../../src/jobs/working-pass.ts';
import { facts } from '../core/checks/myvm.ts';
import { sampleKeys } from '../core/host-keys/sample-keys.ts';
import { aGrant, aRequest, askedAtMs } from '../core/requests/a-request.ts';
import { aRun, type Machine, machine, printed, teamChannel, untilEnded, uptime } from './acts.ts';
import { approvalsChannel, jobParts } from './parts.ts';

const minute = 60_000;
const nothingInAzure = {
  get: async () => ({ found: false }) as const,
  rulesNamed: async () => ({ rules: [], unread: [] }),
};

/** A run for which a door was opened. */
function aRunWithDoor(bend: Partial<VmRequest> = {}): VmRequest {
  const { plan } = aRequest();
  return aRun({
    plan: { ...plan, opensForMs: 7 * minute, act: uptime },
    writes: { 0: { status: 'done', priority: 299, atMs: askedAtMs } },
    closesAtMs: askedAtMs + 7 * minute,
    ...bend,
  });
}

async function stage(given: Parameters<typeof jobParts>[0], on: Machine, requests: readonly VmRequest[]) {
  const ended: string[] = [];
  const working: Promise<unknown>[] = [];
  const parts: JobParts = {
    ...(await jobParts(given)),
    remote: { ...on.remote, endOf: (which) => void ended.push(which) },
    track: (work) => {
      working.push(work);
      return work;
    },
  };
  for (const request of requests) await parts.store.requests.insert(request, [], []);
  return { parts, ended, working };
}

test('of a bot that died in the middle another one runs nothing again, says so, and closes the door', async () => {
  const clock = { nowMs: askedAtMs + minute };
  const said: [string, string, string][] = [];
  const on = machine(async () => printed('ok'));
  const left = aRunWithDoor({
    lease: { owner: 'a process that died', untilMs: askedAtMs + 30_000 },
    act: { beganAtMs: askedAtMs, shown: { channelId: teamChannel, ts: '7.7' } },
  });
  const poster = {
    update: async (channel: string, ts: string, message: { readonly blocks: unknown }) => {
      said.push([channel, ts, JSON.stringify(message.blocks)]);
      return true;
    },
  };
  const { parts, ended, working } = await stage({ clock, poster, azure: { writes: nothingInAzure } }, on, [left]);
  await workingPass(parts)();
  await Promise.all(working);
  await closingPass(parts)();
  expect(on.ran).toEqual([]);
  const [channel, ts, text] = said.find(([each]) => each !== approvalsChannel) ?? [];
  expect([channel, ts]).toEqual([teamChannel, '7.7']);
  expect(text).toMatch(/What had happened on the machine by then is not known/);
  expect(text).not.toContain('Cancel');
  expect(await parts.store.requests.get(left.id)).toMatchObject({
    state: 'closed',
    act: { outcome: { isFailure: true, data: { end: 'left' } } },
    ending: { message: 'What was opened for it is closed again.' },
  });
  expect(ended).toEqual([`${left.vm.id} ${left.vm.vmId}`.toLowerCase()]);
});

test('what was approved before a weekend, and never begun, is not run after it', async () => {
  const clock = { nowMs: askedAtMs + 3 * 24 * 60 * minute };
  const on = machine(async () => printed('ok'));
  const left = aRun({ lease: { owner: 'a process that died', untilMs: askedAtMs + 30_000 } });
  const { parts, working } = await stage({ clock }, on, [left]);
  await workingPass(parts)();
  await Promise.all(working);
  expect(on.ran).toEqual([]);
  expect(await parts.store.requests.get(left.id)).toMatchObject({
    state: 'failed',
    ending: { message: 'The bot was away since it was approved, so nothing was done.' },
  });
});

test('what was opened for a command is closed at its time, and what comes of the command is kept all the same', async () => {
  const clock = { nowMs: askedAtMs };
  const gate = Promise.withResolvers<void>();
  const on = machine(async () => {
    await gate.promise;
    return printed('ok');
  });
  const mine = aRunWithDoor();
  const { parts } = await stage({ clock, azure: { writes: nothingInAzure } }, on, [mine]);
  const running = performAct(mine, uptime, parts);
  while (on.ran.length === 0) await new Promise((resolve) => setImmediate(resolve));
  clock.nowMs += 8 * minute;
  await closingPass(parts)();
  expect((await parts.store.requests.get(mine.id))?.state).toBe('closed');
  gate.resolve();
  const end = await running;
  if (end.kind !== 'acted') throw new Error(end.kind);
  await parts.store.requests.update(mine.id, (now) =>
    endAct(now, end.outcome, { owner: parts.owner, nowMs: clock.nowMs }),
  );
  const after = await parts.store.requests.get(mine.id);
  expect(after).toMatchObject({ state: 'closed', act: { outcome: { message: 'It exited with status 0.' } } });
  expect(after?.ending?.message).toBe('What was opened for it is closed again.');
});

describe('what was approved is not run', () => {
  test.each<[string, Partial<VmRequest['params']>, RegExp]>([
    [
      'where the policy has no such command any more',
      { command: { text: 'uptime', template: 'uptime' } },
      /no command called `uptime`|does not allow/,
    ],
    ['where the plan that is kept is another one', {}, /not what was approved/],
  ])('%s', async (_, params, words) => {
    const on = machine(async () => printed('ok'));
    const asked = aRun({ state: 'approved' });
    const mine = {
      ...asked,
      params: { ...asked.params, ...params },
      ...(params.command === undefined && { digest: '0'.repeat(64) }),
    };
    const { parts } = await stage({ azure: { readFactsForChange: async () => facts } }, on, [mine]);
    await executeRequest(mine.id, parts);
    expect(on.ran).toEqual([]);
    expect(await parts.store.requests.get(mine.id)).toMatchObject({
      state: 'failed',
      ending: { message: expect.stringMatching(words) },
    });
  });
});

describe('a connection that is kept', () => {
  test('ends when its grant is closed, and when somebody else took its rule away', async () => {
    const on = machine(async () => printed('ok'));
    const clock = { nowMs: askedAtMs + minute };
    const properties = {
      sourceAddressPrefix: '203.0.113.7',
      destinationAddressPrefix: '10.0.0.4',
      destinationPortRange: '22',
    };
    const { plan } = aGrant();
    const writes = plan.writes.map((write) => ({ ...write, body: { properties } }));
    const [due, gone] = [aGrant({ closesAtMs: askedAtMs }), aGrant({ id: 'bbbbbbbbbb', plan: { ...plan, writes } })];
    const readNsg = async () => ({ kind: 'nsg', id: '', name: '', rules: [] }) as never;
    const { parts, ended } = await stage({ clock, azure: { readNsg, writes: nothingInAzure } }, on, [due, gone]);
    await closingPass(parts)();
    const machineName = `${due.vm.id} ${due.vm.vmId}`.toLowerCase();
    expect(ended).toEqual([machineName, machineName]);
    expect((await parts.store.requests.get(gone.id))?.state).toBe('closed');
  });

  const over = { user: 'drawbridge', isInside: false, egress: '198.51.100.10' };
  const params = { ...aRun().params, over };
  test.each<[string, VmRequest, readonly VmRequest[], string]>([
    [
      'serves while the same grants let the bot in',
      aRun({ params }),
      [aGrant({ id: 'bbbbbbbbbb', params: { from: '198.51.100.0/28', port: 22 } })],
      'bbbbbbbbbb',
    ],
    ['has nothing to do with the grants of others', aRun({ params }), [aGrant({ id: 'bbbbbbbbbb' })], ''],
    [
      'has nothing to do with a grant that is over',
      aRun({ params }),
      [aGrant({ id: 'bbbbbbbbbb', state: 'closed', params: { from: over.egress, port: 22 } })],
      '',
    ],
    ['is not kept where the door is its own', aRunWithDoor({ params }), [], 'once'],
  ])('%s', async (_, mine, grants, through) => {
    const on = machine(async () => printed('ok'));
    const { parts } = await stage({}, on, [mine, ...grants]);
    const asked: string[] = [];
    const remote: JobParts['remote'] = {
      ...parts.remote,
      use: async (server, options) => {
        asked.push(options.through);
        return { kind: 'failed', at: server.name, because: 'a test' };
      },
    };
    await onMachine(
      mine,
      uptime,
      { signal: new AbortController().signal, parts: { ...parts, remote } },
      async () => {},
    );
    expect(asked).toEqual([through]);
  });
});

describe('the way to a machine', () => {
  const unreachable: NotOpened = { kind: 'unreachable', at: 'web', reason: 'timed-out', because: 'nothing answered' };
  const untrusted: NotOpened = { kind: 'untrusted', at: 'web', presented: sampleKeys.otherEd25519 };
  test.each<[string, VmRequest, readonly NotOpened[], number]>([
    ['is tried again until a rule of its own takes effect', aRunWithDoor(), [unreachable, unreachable], 3],
    ['is not tried again where nothing was opened', aRun(), [unreachable], 1],
    ['is not tried again on a machine that shows another key', aRunWithDoor(), [untrusted], 1],
  ])('%s', async (_, mine, first, tries) => {
    const on = machine(async () => printed('ok'));
    const { parts } = await stage({}, on, [mine]);
    let tried = 0;
    const remote: JobParts['remote'] = {
      ...on.remote,
      use: async (server, options, work) => {
        tried += 1;
        return first[tried - 1] ?? on.remote.use(server, options, work);
      },
    };
    await performAct(mine, uptime, { ...parts, remote });
    expect(tried).toBe(tries);
    expect(on.ran).toHaveLength(first.at(-1)?.kind === 'unreachable' && tries > 1 ? 1 : 0);
  });

  test('is tried again with the keys that are approved by then', async () => {
    const mine = aRunWithDoor();
    const { id: vmId, vmId: machineId } = mine.vm;
    const pin = { vmId, machineId, requestId: 'first11111', approvedBy: [], pinnedAtMs: 0, keys: [sampleKeys.ed25519] };
    const { parts } = await stage({}, machine(untilEnded), [mine]);
    await parts.store.hostKeys.pin(pin, undefined);
    const given: unknown[] = [];
    const remote: JobParts['remote'] = {
      ...parts.remote,
      async use(server) {
        given.push(server.hostKeys);
        if (given.length > 1) return untrusted;
        const replaced = { ...pin, requestId: 'second2222', keys: [sampleKeys.otherEd25519] };
        await parts.store.hostKeys.pin(replaced, pin.requestId);
        return unreachable;
      },
    };
    await performAct(mine, uptime, { ...parts, remote });
    expect(given).toEqual([[sampleKeys.ed25519], [sampleKeys.otherEd25519]]);
  });

  test('goes with the keys that were approved for this very machine, and with no others', async () => {
    const mine = aRun();
    const { id: vmId } = mine.vm;
    const pin = { vmId, requestId: 'first11111', approvedBy: [], pinnedAtMs: 0, keys: [sampleKeys.ed25519] };
    const on = machine(async () => printed('ok'));
    for (const [machineId, keys] of [
      [mine.vm.vmId, [sampleKeys.ed25519]],
      ['made anew', []],
    ] as const) {
      const { parts } = await stage({}, on, [mine]);
      await parts.store.hostKeys.pin({ ...pin, machineId }, undefined);
      const given: unknown[] = [];
      const remote: JobParts['remote'] = {
        ...on.remote,
        use: async (server) => {
          given.push(server.hostKeys);
          return { kind: 'unpinned', at: server.name };
        },
      };
      await performAct(mine, uptime, { ...parts, remote });
      expect(given).toEqual([keys]);
    }
  });
});

test('a door that does not close after its command is shouted about, tried again, and keeps what came of the command', async () => {
  const clock = { nowMs: askedAtMs };
  const on = machine(async () => printed('ok'));
  const outcome = { isFailure: false, message: 'It exited with status 0.' };
  const mine = next(
    endAct(aRunWithDoor({ act: { beganAtMs: askedAtMs } }), outcome, { owner: 'this process', nowMs: askedAtMs }),
  );
  let isLocked = true;
  const writes = {
    ...nothingInAzure,
    get: async () => {
      if (isLocked) throw new BotError({ code: 'azure-forbidden', message: 'It is locked.', hint: 'Unlock it.' });
      return { found: false } as const;
    },
  };
  const { parts } = await stage({ clock, azure: { writes } }, on, [mine]);
  const pass = closingPass(parts);
  await pass();
  expect(await parts.store.requests.get(mine.id)).toMatchObject({
    state: 'closing',
    closeTries: { times: 1, because: expect.stringContaining('It is locked.') },
  });
  const kinds = (await parts.store.events.since(1, 20)).map(({ kind }) => kind);
  expect(kinds).toContain('close-failed');
  isLocked = false;
  clock.nowMs += minute;
  await pass();
  expect(await parts.store.requests.get(mine.id)).toMatchObject({
    state: 'closed',
    act: { outcome },
    ending: { message: 'What was opened for it is closed again.' },
  });
  expect(on.ran).toEqual([]);
});

function next(decided: Decided): VmRequest {
  if (decided.kind !== 'change') throw new Error(decided.refusal.problem);
  return decided.request;
}

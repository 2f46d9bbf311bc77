import { expect, test } from 'vitest';
import type { ArmRequest, Sent } from '../../src/azure/writes.ts';
import type { Json } from '../../src/core/canonical-json.ts';
import { sealText } from '../../src/core/remediations/seal.ts';
import type { VmRequest } from '../../src/core/requests/request.ts';
import { BotError } from '../../src/errors.ts';
import { closeGrant } from '../../src/jobs/close-grant.ts';
import { executeRequest } from '../../src/jobs/execute-request.ts';
import type { JobParts } from '../../src/jobs/job-parts.ts';
import { aGrant, aRequest, askedAtMs } from '../core/requests/a-request.ts';
import { jobParts } from './parts.ts';

const minuteMs = 60_000;
const group = '/subscriptions/s/resourceGroups/apps/providers/Microsoft.Network';
const [outer, inner] = ['outer', 'inner'].map(
  (name) => `${group}/networkSecurityGroups/${name}/securityRules/drawbridge-abcdefghij`,
) as [string, string];
const refusal: Sent = { kind: 'refused', status: 403, code: 'Forbidden', because: 'Azure refuses it.', hint: 'Ask.' };
const throttled = () =>
  Promise.reject(new BotError({ code: 'azure-throttled', message: 'Too many requests.', hint: 'Try again.' }));

/** A port in two groups: the rule of the first is in place, that of the second was never sent. */
function halfDone(bend: Partial<VmRequest> = {}): VmRequest {
  const base = aRequest();
  const steps = [outer, inner];
  return aRequest({
    state: 'executing',
    closesAtMs: askedAtMs + 60 * minuteMs,
    plan: {
      ...base.plan,
      writes: steps.map((path) => ({ method: 'PUT', path, apiVersion: 'v', body: {}, says: `Allow in ${path}` })),
      undo: steps.map((path) => ({ method: 'DELETE', path, apiVersion: 'v', says: 'Delete it' })),
    },
    writes: { 0: { status: 'done', atMs: askedAtMs } },
    ...bend,
  });
}

function ruleAt(path: string, { seal }: Pick<JobParts, 'seal'>): Json {
  const [nsgId = '', name = ''] = path.split('/securityRules/');
  const closesAtMs = askedAtMs + 60 * minuteMs;
  const description = sealText({ kind: 'rule', nsgId, name }, { requestId: 'abcdefghij', closesAtMs }, seal);
  return { properties: { access: 'Allow', description } };
}

interface World {
  readonly there: Set<string>;
  readonly sent: string[];
  /** Paths that cannot be read at the moment. */
  readonly unread: Set<string>;
}

async function azureWith(world: World, clock: { nowMs: number }) {
  const seal = { installation: 'test', key: 'secret' };
  return jobParts({
    clock,
    azure: {
      writes: {
        async get(path) {
          if (world.unread.has(path)) return throttled();
          return world.there.has(path) ? { found: true, body: ruleAt(path, { seal }) } : { found: false };
        },
        async send({ method, path }: ArmRequest) {
          world.sent.push(`${method} ${path}`);
          if (method === 'PUT') return refusal;
          world.there.delete(path);
          return { kind: 'done' };
        },
      },
    },
  });
}

test('what Azure cannot be asked for is asked again a little later, and given up after some minutes', async () => {
  const clock = { nowMs: askedAtMs };
  const parts = await jobParts({ clock, azure: { readFactsForChange: throttled } });
  await parts.store.requests.insert(aRequest({ state: 'approved' }), [], []);
  const state = async () => (await parts.store.requests.get('abcdefghij'))?.state;
  for (; clock.nowMs < askedAtMs + 5 * minuteMs; clock.nowMs += 15_000) {
    await executeRequest('abcdefghij', parts);
    expect(await state()).toBe('executing');
  }
  await executeRequest('abcdefghij', parts);
  expect(await parts.store.requests.get('abcdefghij')).toMatchObject({
    state: 'failed',
    ending: { message: 'Too many requests.' },
  });
});

test('what was done before the failure is taken back, and each step though another cannot be', async () => {
  const clock = { nowMs: askedAtMs };
  const world: World = { there: new Set([outer]), sent: [], unread: new Set() };
  const parts = await azureWith(world, clock);
  await parts.store.requests.insert(halfDone(), [], []);
  await executeRequest('abcdefghij', parts);
  expect(world.sent).toEqual([`PUT ${inner}`, `DELETE ${outer}`]);
  expect((await parts.store.requests.get('abcdefghij'))?.state).toBe('failed');
});

test('what cannot be taken back at once is told, and closed like a grant', async () => {
  const clock = { nowMs: askedAtMs };
  const world: World = { there: new Set([outer]), sent: [], unread: new Set([outer, inner]) };
  const parts = await azureWith(world, clock);
  await parts.store.requests.insert(halfDone(), [], []);
  await executeRequest('abcdefghij', parts);
  const half = await parts.store.requests.get('abcdefghij');
  expect(half).toMatchObject({ state: 'closing', takesBack: true });
  expect(half?.ending?.message).toMatch(/^Azure refuses it\. .*could not be taken back yet/);
  expect((await parts.store.events.of('abcdefghij')).map(({ kind }) => kind)).toContain('failed');
  world.unread.delete(outer);
  await closeGrant('abcdefghij', parts);
  // The one that can be read is gone, though the other still cannot.
  expect(world.there.size).toBe(0);
  expect((await parts.store.requests.get('abcdefghij'))?.state).toBe('closing');
  world.unread.clear();
  clock.nowMs += minuteMs;
  await closeGrant('abcdefghij', parts);
  expect((await parts.store.requests.get('abcdefghij'))?.state).toBe('closed');
});

test.each([{}, { 0: { status: 'sent', priority: 299, atMs: askedAtMs } }] as VmRequest['writes'][])(
  'what prolongs a grant does not open it again once it is closed (%j)',
  async (writes) => {
    const clock = { nowMs: askedAtMs };
    const world: World = { there: new Set(), sent: [], unread: new Set() };
    const parts = await azureWith(world, clock);
    await parts.store.requests.insert(aGrant({ id: 'thegrant22', state: 'closed' }), [], []);
    await parts.store.requests.insert(aRequest({ state: 'unknown', extends: 'thegrant22', writes }), [], []);
    await executeRequest('abcdefghij', parts);
    expect(world.sent).toEqual([]);
    expect((await parts.store.requests.get('abcdefghij'))?.state).toBe('failed');
  },
);

import { expect, onTestFinished, test } from 'vitest';
import { loadWorld } from '../../sandbox/world/load.ts';
import { faultSchema } from '../../sandbox/world/schema.ts';
import type { Json } from '../../src/core/canonical-json.ts';
import { sealText } from '../../src/core/remediations/seal.ts';
import { BotError } from '../../src/errors.ts';
import { closeGrant } from '../../src/jobs/close-grant.ts';
import { executeRequest } from '../../src/jobs/execute-request.ts';
import { aRequest, askedAtMs } from '../core/requests/a-request.ts';
import { startStory } from '../handlers/story.ts';
import { jobParts } from './parts.ts';

const minuteMs = 60_000;

test('what Azure does not say just before anything is sent is asked again, and given up after some minutes', async () => {
  const world = await loadWorld();
  const story = await startStory(world);
  onTestFinished(() => story[Symbol.asyncDispose]());
  // A conflict, since the client itself repeats what is throttled.
  const unread = { kind: 'error', status: 409, code: 'Conflict', action: 'Microsoft.Compute/virtualMachines/read' };
  const approve = 'bob in #vm-approvals> click "Approve"';
  await story.tell('alice> /vm open myVM from 203.0.113.7 for 1h because INC-1');
  world.faults.push(faultSchema.parse({ ...unread, times: 1 }));
  expect(await story.tell(approve)).not.toContain('could not be carried out');
  expect(await story.tell('advance 15s')).toContain('ssh ');
  await story.tell('alice> /vm open myVM from 203.0.113.8 for 1h because INC-2');
  world.faults.push(faultSchema.parse(unread));
  await story.tell(approve);
  expect(await story.tell('advance 4m')).not.toContain('could not be carried out');
  expect(await story.tell('advance 1m')).toMatch(/could not be carried out.*Conflict/s);
});

test('what was done before a failure and cannot be taken back at once is told, and closed like a grant', async () => {
  const clock = { nowMs: askedAtMs };
  const nsgId = '/subscriptions/s/resourceGroups/apps/providers/Microsoft.Network/networkSecurityGroups/web';
  const name = 'drawbridge-abcdefghij';
  const path = `${nsgId}/securityRules/${name}`;
  const closesAtMs = askedAtMs + 60 * minuteMs;
  const seal = { installation: 'test', key: 'secret' };
  const description = sealText({ kind: 'rule', nsgId, name }, { requestId: 'abcdefghij', closesAtMs }, seal);
  const body: Json = { properties: { access: 'Allow', description } };
  let [isUnread, isThere] = [true, true];
  const parts = await jobParts({
    clock,
    azure: {
      writes: {
        async get() {
          if (isUnread) throw new BotError({ code: 'azure-throttled', message: 'Too many requests.', hint: 'Wait.' });
          return isThere ? { found: true, body } : { found: false };
        },
        async send() {
          isThere = false;
          return { kind: 'done' };
        },
      },
    },
  });
  const { plan } = aRequest();
  const write = { method: 'PUT', apiVersion: '2026-01-01', body: {}, says: 'Allow it' } as const;
  const writes = [path, `${path}-2`].map((each) => ({ ...write, path: each }));
  // Half of it is in place, and it is not what was approved: somebody changed what is kept of it.
  const half = aRequest({ state: 'approved', plan: { ...plan, writes }, writes: { 0: { status: 'done', atMs: 1 } } });
  await parts.store.requests.insert(half, [], []);
  const get = () => parts.store.requests.get('abcdefghij');

  await executeRequest('abcdefghij', parts);
  expect(await get()).toMatchObject({
    state: 'closing',
    ending: { message: expect.stringMatching(/is still there: Too many requests\..* until it is gone/) },
  });
  expect((await parts.store.events.of('abcdefghij')).at(-1)?.kind).toBe('failed');
  await closeGrant('abcdefghij', parts);
  expect(await get()).toMatchObject({ state: 'closing', closeTries: { times: 1 } });
  isUnread = false;
  clock.nowMs += minuteMs;
  await closeGrant('abcdefghij', parts);
  expect(isThere).toBe(false);
  expect((await get())?.state).toBe('closed');
});

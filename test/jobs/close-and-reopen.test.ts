import { expect, onTestFinished, test } from 'vitest';
import type { ActionParams } from '../../src/core/actions/action.ts';
import type { ActionId } from '../../src/core/actions/all-actions.ts';
import { ruleAt } from '../../src/core/remediations/narrow-rule.ts';
import { newRequest } from '../../src/core/requests/new-request.ts';
import type { VmRequest } from '../../src/core/requests/request.ts';
import { closeStrays } from '../../src/jobs/close-strays.ts';
import { executeRequest } from '../../src/jobs/execute-request.ts';
import type { JobParts } from '../../src/jobs/job-parts.ts';
import { readFactsFor } from '../../src/jobs/read-facts-for.ts';
import { sweepDoors } from '../../src/jobs/sweep-doors.ts';
import { connect } from '../azure/connected-azure.ts';
import { ids, ordinaryWorld, rule } from '../azure/ordinary-world.ts';
import { jobParts } from './parts.ts';

const closing = 'abcdefghij';
const reopening = 'klmnopqrst';
const target = { id: ids.subnetNsg, resourceGroup: 'Apps' };
/** Exposed over both families, which takes two rules. */
const exposing = [rule('office', 150), rule('all', 200, { sourceAddressPrefix: '*' })];

const locked = (level: string) => ({
  id: `${ids.subnetNsg}/providers/Microsoft.Authorization/locks/protect`,
  properties: { level },
});

async function stage(...more: ReturnType<typeof locked>[]) {
  const connected = await connect(ordinaryWorld({ 'subnet-nsg': { securityRules: exposing } }, more));
  onTestFinished(() => connected.arm.close());
  const clock = { nowMs: connected.clock.now() };
  const parts = await jobParts({ azure: connected.azure, clock });
  const names = () => rulesOf(connected.world.get(ids.subnetNsg)?.properties).map(({ name }) => name);
  return { connected, parts, names };
}

function rulesOf(properties: unknown) {
  return (properties as { securityRules: { name: string; properties: Record<string, unknown> }[] }).securityRules;
}

/** The request as it is once it was approved. */
async function approved(id: string, action: ActionId, params: ActionParams, parts: JobParts): Promise<VmRequest> {
  const facts = await readFactsFor(action, target, parts);
  const made = facts.plan(params, id);
  if (made.kind === 'refused') throw new Error(made.problem);
  const { plan, notes } = made;
  const policy = { rule: 'all', approvals: 0, approvers: 'nobody', without: 'auto' } as const;
  const vm = { ...facts.seen, ...facts.found, privateAddress: '' };
  const wished = {
    id,
    action,
    params,
    fromTypedAtMs: 0,
    vm,
    plan,
    notes,
    requester: 'U0ALICE',
    reason: 'audit',
    policy,
  };
  const { request, events, notices } = newRequest({ ...wished, lapsesAfterMs: 3_600_000 }, parts.clock.now());
  const ready = { ...request, decisions: [{ by: 'U0BOB', verdict: 'approve', atMs: parts.clock.now() }] } as const;
  await parts.store.requests.insert(ready, events, notices);
  return ready;
}

async function carriedOut(id: string, parts: JobParts) {
  await executeRequest(id, parts);
  const request = await parts.store.requests.get(id);
  return { state: request?.state, said: `${request?.ending?.message ?? ''} ${request?.ending?.hint ?? ''}` };
}

const wanted = { from: '', port: 22 };
const backOf = ({ id, plan }: VmRequest): ActionParams => ({
  ...wanted,
  closing: { requestId: id, rules: plan.writes.flatMap(({ path }) => ruleAt(path)?.name ?? []) },
});

test('a group is closed, verified, and reopened again', async () => {
  const { parts, names } = await stage();
  const request = await approved(closing, 'close-port', wanted, parts);
  expect(request.plan.writes).toHaveLength(2);
  const closed = await carriedOut(closing, parts);
  expect(closed).toEqual({
    state: 'succeeded',
    said: expect.stringContaining('closed to the internet in `subnet-nsg`'),
  });
  expect(names()).toEqual(
    expect.arrayContaining([`drawbridge-${closing}`, `drawbridge-${closing}-2`, 'office', 'all']),
  );
  await approved(reopening, 'reopen-port', backOf(request), parts);
  expect((await carriedOut(reopening, parts)).state).toBe('succeeded');
  expect(names().toSorted()).toEqual(['all', 'office']);
  // A later version, so that its card is made anew, without the button.
  const closedSince = await parts.store.requests.get(closing);
  expect(closedSince).toMatchObject({ state: 'succeeded', reopenedBy: reopening });
});

test('a lock that keeps rules from being deleted keeps a group closed, and it is said', async () => {
  const { parts, names } = await stage(locked('CanNotDelete'));
  const request = await approved(closing, 'close-port', wanted, parts);
  expect((await carriedOut(closing, parts)).state).toBe('succeeded');
  await approved(reopening, 'reopen-port', backOf(request), parts);
  expect(await carriedOut(reopening, parts)).toEqual({ state: 'failed', said: expect.stringMatching(/lock/) });
  expect(names()).toHaveLength(4);
});

test('a lock that lets nothing be changed keeps a group as it is, and it is said', async () => {
  const { parts, names } = await stage(locked('ReadOnly'));
  await approved(closing, 'close-port', wanted, parts);
  expect(await carriedOut(closing, parts)).toEqual({ state: 'failed', said: expect.stringMatching(/lock/) });
  expect(names()).toHaveLength(2);
});

test.each([0, 1])(
  'whoever takes over after a crash behind write %i goes on, and does nothing twice',
  async (crashAt) => {
    const { parts, names } = await stage();
    await approved(closing, 'close-port', wanted, parts);
    const { send } = parts.azure.writes;
    let sent = 0;
    const crash = new Error('crash');
    const dying: JobParts = {
      ...parts,
      azure: {
        ...parts.azure,
        writes: {
          ...parts.azure.writes,
          async send(request, deadlineMs) {
            const answer = await send(request, deadlineMs);
            sent += 1;
            if (sent === crashAt + 1) throw crash;
            return answer;
          },
        },
      },
    };
    await executeRequest(closing, dying);
    // It is looked at again by the next one, once nobody else is at it.
    await parts.store.requests.update(closing, (request) => {
      const { lease: _, ...rest } = request;
      return { kind: 'change', request: rest, events: [], notices: [] };
    });
    expect((await carriedOut(closing, parts)).state).toBe('succeeded');
    expect(names().filter((name) => name.startsWith('drawbridge'))).toHaveLength(2);
  },
);

test('what was done of a closing that fails is taken back', async () => {
  const { parts, names } = await stage();
  await approved(closing, 'close-port', wanted, parts);
  const { send } = parts.azure.writes;
  const refusing: JobParts = {
    ...parts,
    azure: {
      ...parts.azure,
      writes: {
        ...parts.azure.writes,
        send: async (request, deadlineMs) =>
          request.method === 'PUT' && request.path.endsWith('-2')
            ? { kind: 'refused', status: 403, code: 'No', because: 'Azure says no.', hint: 'Ask.' }
            : send(request, deadlineMs),
      },
    },
  };
  expect(await carriedOut(closing, refusing)).toEqual({ state: 'failed', said: 'Azure says no. Ask.' });
  expect(names().toSorted()).toEqual(['all', 'office']);
});

test('a Deny stays where somebody let others in while it was carried out, and it is told who', async () => {
  const { connected, parts, names } = await stage();
  await approved(closing, 'close-port', wanted, parts);
  const { send } = parts.azure.writes;
  const racing: JobParts = {
    ...parts,
    azure: {
      ...parts.azure,
      writes: {
        ...parts.azure.writes,
        async send(request, deadlineMs) {
          const sent = await send(request, deadlineMs);
          const rules = rulesOf(connected.world.get(ids.subnetNsg)?.properties);
          if (!rules.some(({ name }) => name === 'new'))
            rules.push(rule('new', 110, { sourceAddressPrefix: '9.0.0.0/8' }) as (typeof rules)[number]);
          return sent;
        },
      },
    },
  };
  expect(await carriedOut(closing, racing)).toEqual({
    state: 'succeeded',
    said: expect.stringMatching(
      /^The Deny is in .*16,777,472 public IPv4 addresses .* still get in by `new`, `office`/,
    ),
  });
  expect(names()).toHaveLength(5);
});

test('a Deny that somebody edited between reading and deleting is left alone', async () => {
  const { connected, parts, names } = await stage();
  const request = await approved(closing, 'close-port', wanted, parts);
  await carriedOut(closing, parts);
  await approved(reopening, 'reopen-port', backOf(request), parts);
  const { get } = parts.azure.writes;
  const edited: JobParts = {
    ...parts,
    azure: {
      ...parts.azure,
      writes: {
        ...parts.azure.writes,
        async get(path, apiVersion) {
          for (const each of rulesOf(connected.world.get(ids.subnetNsg)?.properties))
            if (each.name.startsWith('drawbridge')) each.properties.description = 'mine now';
          return get(path, apiVersion);
        },
      },
    },
  };
  const end = await carriedOut(reopening, edited);
  expect(end).toEqual({ state: 'failed', said: expect.stringContaining('is left alone') });
  expect(names()).toHaveLength(4);
});

test('what was exposed otherwise since it was asked for is not closed', async () => {
  const { connected, parts, names } = await stage();
  await approved(closing, 'close-port', wanted, parts);
  const all = rulesOf(connected.world.get(ids.subnetNsg)?.properties).find(({ name }) => name === 'all');
  if (all !== undefined) all.properties.sourceAddressPrefix = '8.0.0.0/7';
  expect(await carriedOut(closing, parts)).toEqual({
    state: 'failed',
    said: expect.stringContaining('no longer be what was approved'),
  });
  expect(names()).toHaveLength(2);
});

test('an allow-list that somebody put behind it since it was asked for is not shut out unseen', async () => {
  const { connected, parts, names } = await stage();
  await approved(closing, 'close-port', wanted, parts);
  const rules = rulesOf(connected.world.get(ids.subnetNsg)?.properties);
  rules.push(rule('vendor', 300, { sourceAddressPrefix: '192.0.2.0/24' }) as (typeof rules)[number]);
  expect(await carriedOut(closing, parts)).toEqual({
    state: 'failed',
    said: expect.stringContaining('`vendor (300) from 192.0.2.0/24 to *` would lose by it, which was not told'),
  });
  expect(names()).toHaveLength(3);
});

test('a group that was made anew under the same name is another one', async () => {
  const { parts } = await stage();
  await approved(closing, 'close-port', wanted, parts);
  const { readNsgForChange } = parts.azure;
  const anew = {
    ...parts.azure,
    readNsgForChange: async (id: string) => ({ ...(await readNsgForChange(id)), guid: 'x' }),
  };
  expect((await carriedOut(closing, { ...parts, azure: anew })).said).toContain('The security group is another one');
});

test('what looks for doors that should be closed leaves a Deny where it is', async () => {
  const { parts, names } = await stage();
  await approved(closing, 'close-port', wanted, parts);
  await carriedOut(closing, parts);
  await closeStrays(parts);
  const { doors } = await sweepDoors({ ...parts, pause: async () => {} }, { dryRun: false });
  expect(doors).toEqual([]);
  expect(names()).toHaveLength(4);
});

test('the policy looks at the group itself, and refuses what it does not allow there', async () => {
  const { parts, names } = await stage();
  const request = await approved(closing, 'close-port', wanted, parts);
  const { seen } = await readFactsFor('close-port', target, parts);
  expect(seen).toMatchObject({ id: ids.subnetNsg, name: 'subnet-nsg', resourceGroup: 'Apps', tags: {} });
  expect(seen.subscriptionId).toBe(ids.subscription);
  const [everything] = parts.policy.rules;
  if (everything === undefined) throw new Error('the policy has a rule');
  const forbidding = { ...everything, name: 'guarded', match: { vms: ['subnet-*'] }, actions: {} };
  const policy = { ...parts.policy, rules: [forbidding, everything] };
  expect((await carriedOut(request.id, { ...parts, policy })).state).toBe('failed');
  expect(names()).toHaveLength(2);
});

import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import type { ArmContext, ArmRequest } from '../../sandbox/arm/route.ts';
import { initiate } from '../../sandbox/arm/security/initiate.ts';
import { scriptClock } from '../../sandbox/clock.ts';
import type { Resource } from '../../sandbox/world/schema.ts';
import type { ArmAnswer } from '../../src/azure/arm-answer.ts';
import { normaliseJitPolicy } from '../../src/azure/normalise/jit-policy.ts';
import { readJitPolicies } from '../../src/azure/read-jit.ts';
import { createReader } from '../../src/azure/reader.ts';
import { fillWrite } from '../../src/core/actions/fill.ts';
import { nsgFromArm } from '../../src/core/audit/arm/nsg-from-arm.ts';
import { jitLeftovers } from '../../src/core/audit/jit-leftovers.ts';
import { openPort } from '../../src/core/remediations/open-port.ts';
import { type Connected, type ConnectOptions, connect } from './connected-azure.ts';
import { ids, ordinaryWorld } from './ordinary-world.ts';

let connected: Connected | undefined;
afterEach(async () => {
  await connected?.arm.close();
  connected = undefined;
});

const policyId = `${ids.group}/providers/Microsoft.Security/locations/westeurope/jitNetworkAccessPolicies/default`;
const port = { number: 22, protocol: 'TCP', allowedSourceAddressPrefix: '*', maxRequestAccessDuration: 'PT3H' };
const policyOf = (vmId: string, over = {}, id = policyId) => ({
  id,
  location: 'westeurope',
  kind: 'Basic',
  properties: { virtualMachines: [{ id: vmId, ports: [{ ...port, ...over }] }] },
});

async function factsWith(
  policies: Record<string, unknown>[],
  faults: Record<string, unknown>[] = [],
  options: ConnectOptions = {},
) {
  connected = await connect(ordinaryWorld({}, policies, faults), options);
  return connected.azure.readFactsForChange({ id: ids.vm, nicIds: [ids.nic] });
}

test('policies of the VM are read, those of others are not', async () => {
  const { vm, jit } = await factsWith([
    policyOf(ids.vm.toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions')),
    policyOf(`${ids.vm}2`, {}, `${policyId}2`),
  ]);
  expect(vm.name).toBe('web');
  expect(jit).toMatchObject([
    {
      id: policyId,
      name: 'default',
      ports: [{ number: 22, protocol: 'TCP', sources: ['*'], maxDurationMs: 3 * 3_600_000 }],
    },
  ]);
});

test('connect-check does not ask for them', async () => {
  connected = await connect(ordinaryWorld({}, [policyOf(ids.vm)]));
  expect(await connected.azure.readFacts({ id: ids.vm, nicIds: [ids.nic] })).not.toHaveProperty('jit');
});

test('they are asked for at the same time as the rest', async () => {
  await factsWith([]);
  const paths = connected?.arm.requests.filter(({ kind }) => kind === 'arm').map(({ path }) => path) ?? [];
  const at = paths.findIndex((path) => /jitNetworkAccessPolicies/i.test(path));
  expect(at).toBeGreaterThanOrEqual(0);
  expect(at).toBeLessThan(3);
});

const action = 'Microsoft.Security/locations/jitNetworkAccessPolicies/read';

test.each([
  ['refused', { kind: 'forbidden' }, { reason: 'forbidden', permission: action }],
  ['failing', { kind: 'error', status: 500 }, { reason: 'failed' }],
])('%s, they are unreadable and the rest is read', async (_, fault, expected) => {
  const { jit, nics } = await factsWith([policyOf(ids.vm)], [{ action, ...fault }]);
  expect(jit).toMatchObject({ kind: 'unreadable', what: 'just-in-time policies of Microsoft Defender', ...expected });
  expect(nics).toMatchObject([{ kind: 'nic' }]);
});

test('a subscription that does not know Defender has none', async () => {
  const fault = { action, kind: 'error', status: 409, code: 'MissingSubscriptionRegistration' };
  expect((await factsWith([], [fault])).jit).toEqual([]);
});

describe('page by page', () => {
  const endpoint = 'https://management.example';
  const pages = async (...bodies: unknown[]) => {
    const asked: string[] = [];
    const arm = {
      endpoint,
      read: async (url: string) => {
        asked.push(url);
        return { status: 200, body: bodies[asked.length - 1] } as unknown as ArmAnswer;
      },
    };
    const log = pino({ level: 'silent' });
    const reader = createReader({ clock: scriptClock(0), timeoutMs: 1000, log });
    return { asked, jit: await readJitPolicies({ id: ids.vm }, { arm, reader }) };
  };

  test('until there is no next one', async () => {
    const next = `${endpoint}/more?api-version=2020-01-01&$skiptoken=x`;
    const { asked, jit } = await pages(
      { value: [policyOf(ids.vm)], nextLink: next },
      { value: [policyOf(ids.vm, {}, `${policyId}2`)] },
    );
    expect(jit).toMatchObject([{ name: 'default' }, { name: 'default2' }]);
    expect(asked).toEqual([
      `${endpoint}/subscriptions/${ids.subscription}/providers/Microsoft.Security/jitNetworkAccessPolicies?api-version=2020-01-01`,
      next,
    ]);
  });

  test.each([
    ['a next page elsewhere', { value: [], nextLink: 'https://elsewhere.example/' }],
    ['no list', { values: [] }],
    ['a policy of another shape', { value: [{ id: policyId, properties: {} }] }],
    ['a duration that is none', { value: [policyOf(ids.vm, { maxRequestAccessDuration: '3 hours' })] }],
  ])('%s is not understood', async (_, body) => {
    const { asked, jit } = await pages(body);
    expect(jit).toMatchObject({ kind: 'unreadable', reason: 'failed' });
    expect(asked).toHaveLength(1);
  });
});

describe('one policy', () => {
  test.each([
    [
      'several sources',
      { allowedSourceAddressPrefix: null, allowedSourceAddressPrefixes: ['10.0.0.0/8', '192.0.2.1'] },
      { sources: ['10.0.0.0/8', '192.0.2.1'] },
    ],
    ['no source, which is anybody', { allowedSourceAddressPrefix: undefined }, { sources: ['*'] }],
    ['half an hour', { maxRequestAccessDuration: 'PT30M' }, { maxDurationMs: 1_800_000 }],
    ['a day', { maxRequestAccessDuration: 'P1D' }, { maxDurationMs: 86_400_000 }],
  ])('with %s', (_, over, expected) => {
    expect(normaliseJitPolicy(policyOf(ids.vm, over), ids.vm)?.ports).toMatchObject([expected]);
  });
});

test("an audit reads what was asked for in a subscription, and Defender's doors by their names", async () => {
  await factsWith([policyOf(ids.vm)]);
  if (connected === undefined) throw new Error('not connected');
  const { clock, world, azure } = connected;
  const inventory = azure.inventory();
  expect(await inventory.jitRequests(ids.subscription)).toEqual([]);
  const endsAtMs = clock.now() + 3_600_000;
  const ports = [
    { number: 22, allowedSourceAddressPrefix: '198.51.100.7', endTimeUtc: new Date(endsAtMs).toISOString() },
  ];
  const body = { virtualMachines: [{ id: ids.vm, ports }] };
  initiate(world.get(policyId) as Resource, { body } as ArmRequest, { world, clock } as ArmContext);
  const requests = await inventory.jitRequests(ids.subscription);
  expect(requests).toEqual([{ vmId: ids.vm, port: 22, sources: ['198.51.100.7'], endsAtMs }]);
  const rules = nsgFromArm(world.get(ids.nicNsg));
  if (rules.kind !== 'read' || requests === undefined || 'kind' in requests) throw new Error('not read');
  const leftAt = (nowMs: number) => jitLeftovers(rules.nsg.rules, requests, { port: 22, nowMs });
  expect([leftAt(clock.now()).length, leftAt(endsAtMs + 3_600_000).length]).toEqual([0, 1]);
});

test('an audit that may not read them says so', async () => {
  await factsWith([], [{ action, kind: 'forbidden' }]);
  expect(await connected?.azure.inventory().jitRequests(ids.subscription)).toMatchObject({
    kind: 'unreadable',
    reason: 'forbidden',
    permission: action,
  });
});

test('the planned request is one that the pretend Defender takes, and opens the port until the end', async () => {
  const facts = await factsWith([policyOf(ids.vm)]);
  if (connected === undefined) throw new Error('not connected');
  const { clock, world, azure } = connected;
  const from = '198.51.100.7';
  const params = { from, port: 22, durationMs: 3 * 3_600_000 };
  const made = openPort.plan({ facts, params, requestId: 'abcdefgh23' });
  if (made.kind === 'refused') throw new Error(made.problem);
  const [write] = made.plan.writes;
  if (write === undefined) throw new Error('nothing planned');
  // Whole seconds go out: the time that is cut off keeps the end within the policy's longest.
  const closingTimeMs = clock.now() + params.durationMs;
  const { body, path } = fillWrite(write, { closingTimeMs, sealed: () => '' });
  const reply = initiate(
    world.get(path.replace(/\/initiate$/, '')) as Resource,
    { body } as ArmRequest,
    { world, clock } as ArmContext,
  );
  expect(reply.status).toBe(202);
  const after = await azure.readFacts({ id: ids.vm, nicIds: [ids.nic] });
  expect(openPort.verify(after, params).status).toBe('pass');
});

import { expect, test } from 'vitest';
import type { ArmServer } from '../../../sandbox/arm/server.ts';
import { callAzure } from '../../../sandbox/call-azure.ts';
import { realSandboxClock, scriptClock } from '../../../sandbox/clock.ts';
import { ActivityLog } from '../../../sandbox/world/activity-log.ts';
import { loadWorld } from '../../../sandbox/world/load.ts';
import type { World } from '../../../sandbox/world/world.ts';
import { call } from './call.ts';
import { group, nsgId, otherSubscriptionId, smallWorld, subnetId, subscriptionId, vmId } from './small-world.ts';
import { start } from './start.ts';

interface Text {
  readonly value: string;
}

interface Event {
  readonly id: string;
  readonly eventDataId: string;
  readonly eventTimestamp: string;
  readonly caller: string;
  readonly operationName: Text;
  readonly status: Text;
  readonly resourceId: string;
  readonly correlationId: string;
}

interface Answer {
  readonly status: number;
  readonly body: { readonly value?: readonly Event[]; readonly nextLink?: string; readonly code?: string };
}

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
const startMs = Date.UTC(2026, 0, 15, 9, 0, 0);
const yesterday = `eventTimestamp ge '${new Date(startMs - dayMs).toISOString()}'`;

async function startAt(options: { world?: World; pageSize?: number } = {}) {
  const clock = scriptClock(startMs);
  const world = options.world ?? smallWorld();
  const arm = await start({ clock, ...options, world });
  return { arm, clock, world };
}

async function list(arm: ArmServer, parameters: Record<string, string> = {}, subscription = subscriptionId) {
  const path = `/subscriptions/${subscription}/providers/Microsoft.Insights/eventtypes/management/values`;
  const query = new URLSearchParams({ 'api-version': '2015-04-01', ...parameters });
  return (await call(arm, 'GET', `${path}?${query}`)) as unknown as Answer;
}

async function eventsOf(arm: ArmServer, filter = yesterday, subscription = subscriptionId): Promise<readonly Event[]> {
  const { status, body } = await list(arm, { $filter: filter }, subscription);
  expect(status).toBe(200);
  return body.value ?? [];
}

const ruleId = (name: string) => `${nsgId}/securityRules/${name}`;

function rule(priority: number) {
  return {
    properties: {
      access: 'Allow',
      direction: 'Inbound',
      priority,
      protocol: 'Tcp',
      sourceAddressPrefix: '203.0.113.7',
      sourcePortRange: '*',
      destinationAddressPrefix: '10.0.0.4',
      destinationPortRange: '22',
    },
  };
}

/** Writes a rule as the bot, or as somebody. */
function writeRule(arm: ArmServer, name: string, priority: number, headers: Record<string, string> = {}) {
  return call(arm, 'PUT', ruleId(name), { body: rule(priority), headers });
}

test('a write is an event, with everything that Azure says of it', async () => {
  const { arm } = await startAt();
  const { headers } = await writeRule(arm, 'SSH', 100);
  const operation = 'Microsoft.Network/networkSecurityGroups/securityRules/write';
  const [event, ...others] = await eventsOf(arm);
  expect(others).toEqual([]);
  expect(event).toMatchObject({
    eventDataId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    eventTimestamp: '2026-01-15T09:00:00.0000000Z',
    submissionTimestamp: '2026-01-15T09:00:00.0000000Z',
    caller: arm.credentials.clientId,
    operationName: { value: operation, localizedValue: expect.any(String) },
    status: { value: 'Succeeded', localizedValue: 'Succeeded' },
    subStatus: { value: 'Created', localizedValue: 'Created (HTTP Status Code: 201)' },
    category: { value: 'Administrative' },
    level: 'Informational',
    resourceId: ruleId('SSH'),
    resourceGroupName: 'myResourceGroup',
    resourceProviderName: { value: 'Microsoft.Network' },
    resourceType: { value: 'Microsoft.Network/networkSecurityGroups/securityRules' },
    subscriptionId,
    correlationId: headers['x-ms-correlation-request-id'],
    authorization: { action: operation, scope: ruleId('SSH') },
  });
  expect(event?.id).toBe(`${ruleId('SSH')}/events/${event?.eventDataId}/ticks/639040644000000000`);
});

test('what only asks is no event', async () => {
  const { arm } = await startAt();
  await call(arm, 'GET', nsgId);
  const network = subnetId.slice(0, subnetId.indexOf('/subnets/'));
  const asked = await Promise.all([
    call(arm, 'POST', `${network}/listNetworkManagerEffectiveSecurityAdminRules`, { body: {} }),
    call(arm, 'POST', `${group}/providers/Microsoft.Network/networkInterfaces/myNic/effectiveNetworkSecurityGroups`),
    call(arm, 'POST', '/providers/Microsoft.ResourceGraph/resources', { body: { query: 'Resources | project id' } }),
  ]);
  expect(asked.map(({ status }) => Math.floor(status / 100))).toEqual([2, 2, 2]);
  expect(await eventsOf(arm)).toEqual([]);
});

test('writes, deletes and actions are events, the newest first, at the time of the clock', async () => {
  const { arm, clock } = await startAt();
  await writeRule(arm, 'SSH', 100);
  clock.advance(hourMs);
  await call(arm, 'POST', `${vmId}/restart`);
  await call(arm, 'DELETE', ruleId('SSH'));
  const events = await eventsOf(arm);
  expect(events.map(({ operationName }) => operationName.value)).toEqual([
    'Microsoft.Network/networkSecurityGroups/securityRules/delete',
    'Microsoft.Compute/virtualMachines/restart/action',
    'Microsoft.Network/networkSecurityGroups/securityRules/write',
  ]);
  expect(events.map(({ resourceId }) => resourceId)).toEqual([ruleId('SSH'), vmId, ruleId('SSH')]);
  expect(events.map(({ eventTimestamp }) => eventTimestamp.slice(11, 16))).toEqual(['10:00', '10:00', '09:00']);
});

test('the caller is whom the token was issued to', async () => {
  const { arm } = await startAt();
  await writeRule(arm, 'bot', 100);
  await callAzure(arm, 'PUT', ruleId('dave'), rule(101));
  await callAzure(arm, 'PUT', ruleId('erin'), rule(102), 'erin@contoso.example');
  const callers = (await eventsOf(arm)).map(({ caller }) => caller);
  expect(callers).toEqual(['erin@contoso.example', 'dave@contoso.example', arm.credentials.clientId]);
});

const lock = { id: `${group}/providers/Microsoft.Authorization/locks/keep`, properties: { level: 'ReadOnly' } };
const disabled = smallWorld();
for (const subscription of disabled.subscriptions) Object.assign(subscription, { state: 'Disabled' });
const forbidden = { kind: 'forbidden', action: 'Microsoft.Network/networkSecurityGroups/securityRules/write' };

test.each([
  ['forbidden', smallWorld({ faults: [forbidden] }), 403, 'Forbidden', 'AuthorizationFailed'],
  ['locked', smallWorld({ resources: [lock] }), 409, 'Conflict', 'ScopeLocked'],
  ['in a disabled subscription', disabled, 409, 'Conflict', 'ReadOnlyDisabledSubscription'],
])('a refused write is an event that failed: %s', async (_, world, status, name, code) => {
  const { arm } = await startAt({ world });
  expect(await callAzure(arm, 'PUT', ruleId('SSH'), rule(100))).toBe(status);
  const events = await eventsOf(arm);
  expect(events).toMatchObject([
    {
      caller: 'dave@contoso.example',
      status: { value: 'Failed' },
      subStatus: { value: name },
      level: 'Error',
      resourceId: ruleId('SSH'),
      properties: { statusCode: name, statusMessage: expect.stringContaining(`"code":"${code}"`) },
    },
  ]);
});

test.each([
  ['unanswered', [{ status: { value: 'Succeeded' } }]],
  ['reset', []],
])('a write whose connection is cut (%s) is an event if it was done', async (kind, expected) => {
  const { arm } = await startAt({ world: smallWorld({ faults: [{ ...forbidden, kind }] }) });
  await expect(writeRule(arm, 'SSH', 100)).rejects.toThrow();
  expect(await eventsOf(arm)).toMatchObject(expected);
});

test('a write without a good token is no event', async () => {
  const { arm } = await startAt();
  const { status } = await call(arm, 'PUT', ruleId('SSH'), { body: rule(100), authorization: 'Bearer none' });
  expect(status).toBe(401);
  expect(await eventsOf(arm)).toEqual([]);
});

test('every subscription has its own', async () => {
  const { arm } = await startAt();
  await writeRule(arm, 'SSH', 100);
  expect(await eventsOf(arm, yesterday, otherSubscriptionId)).toEqual([]);
});

const correlation = '0c0ffee0-0000-4000-8000-000000000001';

test.each([
  ["resourceGroupName eq 'MYRESOURCEGROUP'", ['restart', 'b', 'a']],
  ["resourceGroupName eq 'other'", []],
  [`resourceUri eq '${ruleId('a').toUpperCase()}'`, ['a']],
  [`resourceUri eq '${nsgId}'`, []],
  ["resourceProvider eq 'microsoft.compute'", ['restart']],
  ["resourceProvider eq 'Microsoft.Net'", []],
  [`correlationId eq '${correlation}'`, ['b']],
])('a filter: %s', async (narrowing, expected) => {
  const { arm } = await startAt();
  await writeRule(arm, 'a', 100);
  await writeRule(arm, 'b', 101, { 'x-ms-correlation-request-id': correlation });
  await call(arm, 'POST', `${vmId}/restart`);
  const events = await eventsOf(arm, `${yesterday} and ${narrowing}`);
  const names = events.map(({ resourceId }) => (resourceId === vmId ? 'restart' : resourceId.split('/').at(-1)));
  expect(names).toEqual(expected);
});

test.each([
  ['2026-01-15T09:00:00Z', '2026-01-15T09:59:59.9999999Z', ['first']],
  ['2026-01-15T09:00:00.0000001', '2026-01-15T10:00:00', ['second', 'first']],
  ['2026-01-15T11:00:00.001+02:00', '2026-01-15T12:00:00+02:00', ['second']],
  ['2026-01-15', '2026-01-16', ['second', 'first']],
  ['2026-01-14', '2026-01-15', []],
])('events from %s until %s', async (from, to, expected) => {
  const { arm, clock } = await startAt();
  await writeRule(arm, 'first', 100);
  clock.advance(hourMs);
  await writeRule(arm, 'second', 101);
  const events = await eventsOf(arm, `eventTimestamp ge '${from}' and eventTimestamp le '${to}'`);
  expect(events.map(({ resourceId }) => resourceId.split('/').at(-1))).toEqual(expected);
});

test.each([
  ['nothing', ''],
  ['no start', "eventTimestamp le '2026-01-15'"],
  ['no start, but a resource', `resourceUri eq '${nsgId}'`],
  ['two starts', `${yesterday} and ${yesterday}`],
  ['two narrowings', `${yesterday} and resourceGroupName eq 'a' and resourceProvider eq 'b'`],
  ['another name', `${yesterday} and caller eq 'dave@contoso.example'`],
  ['the name of what every object has', `${yesterday} and constructor eq 'a'`],
  ['another operator', `${yesterday} and resourceGroupName ne 'a'`],
  ['or', `${yesterday} or resourceGroupName eq 'a'`],
  ['an end that is left open', `${yesterday} and`],
  ['no quotes', 'eventTimestamp ge 2026-01-15'],
  ['no time', "eventTimestamp ge 'yesterday'"],
  ['no such day', "eventTimestamp ge '2026-13-01'"],
])('refused: a filter with %s', async (_, filter) => {
  const { arm } = await startAt();
  expect(await list(arm, { $filter: filter })).toMatchObject({ status: 400, body: { code: 'BadRequest' } });
});

test('refused: no filter at all', async () => {
  const { arm } = await startAt();
  expect(await list(arm)).toMatchObject({ status: 400, body: { code: 'BadRequest' } });
});

test('90 days may be asked for, and no more; the clock counts', async () => {
  const { arm, clock } = await startAt();
  const filter = `eventTimestamp ge '${new Date(startMs - 90 * dayMs).toISOString()}'`;
  expect(await list(arm, { $filter: filter })).toMatchObject({ status: 200, body: { value: [] } });
  clock.advance(1);
  expect(await list(arm, { $filter: filter })).toMatchObject({
    status: 400,
    body: { code: 'BadRequest', message: 'The start time cannot be more than 90 days in the past.' },
  });
});

test('$select keeps what is named', async () => {
  const { arm } = await startAt();
  await writeRule(arm, 'SSH', 100);
  const { body } = await list(arm, { $filter: yesterday, $select: 'caller, EVENTTIMESTAMP,nonsense' });
  const event = { caller: arm.credentials.clientId, eventTimestamp: '2026-01-15T09:00:00.0000000Z' };
  expect(body.value).toEqual([event]);
});

test('pages follow one another, whatever is written meanwhile', async () => {
  const { arm } = await startAt({ pageSize: 2 });
  for (const name of ['a', 'b', 'c', 'd', 'e']) await writeRule(arm, name, name.charCodeAt(0) + 100);
  const seen: (string | undefined)[] = [];
  let { body } = await list(arm, { $filter: yesterday, $select: 'resourceId' });
  for (;;) {
    expect(body.value?.every((event) => Object.keys(event).join() === 'resourceId')).toBe(true);
    seen.push(...(body.value ?? []).map(({ resourceId }) => resourceId.split('/').at(-1)));
    if (body.nextLink === undefined) break;
    await writeRule(arm, `late-${seen.length}`, 300 + seen.length);
    body = ((await call(arm, 'GET', body.nextLink)) as unknown as Answer).body;
  }
  expect(seen).toEqual(['e', 'd', 'c', 'b', 'a']);
});

test('the caller may be kept from reading it', async () => {
  const action = 'Microsoft.Insights/eventtypes/values/read';
  const { arm } = await startAt({ world: smallWorld({ faults: [{ kind: 'forbidden', action }] }) });
  expect((await list(arm, { $filter: yesterday })).status).toBe(403);
});

test('the default company knows who wrote some of its open groups', async () => {
  const world = await loadWorld();
  const clock = realSandboxClock();
  const arm = await start({ clock, world });
  const filter = `eventTimestamp ge '${new Date(clock.now() - 89 * dayMs).toISOString()}'`;
  const lists = await Promise.all(world.subscriptions.map((each) => eventsOf(arm, filter, each.subscriptionId)));
  const events = lists.flat();
  const rule = events.find(({ resourceId }) => resourceId.includes('/detour-nsg/securityRules/'));
  expect(rule).toMatchObject({ caller: 'dave@contoso.example', status: { value: 'Succeeded' } });
  const daysAgo = (clock.now() - Date.parse(rule?.eventTimestamp ?? '')) / dayMs;
  expect(daysAgo).toBeGreaterThanOrEqual(3);
  expect(daysAgo).toBeLessThan(3.01);
  expect(events.length).toBeGreaterThan(1);
  expect(events.every(({ resourceId }) => isThere(world, resourceId))).toBe(true);
});

/** Whether the world has this resource, or the group that has this rule. */
function isThere(world: World, id: string): boolean {
  const [owner = '', name] = id.split('/securityRules/');
  const rules = (world.get(owner)?.properties.securityRules ?? []) as { name: string }[];
  return world.get(owner) !== undefined && (name === undefined || rules.some((each) => each.name === name));
}

test('the log forgets the oldest, and begins once', () => {
  const past = { caller: 'a', operation: 'a/b/write', resourceId: nsgId };
  const log = new ActivityLog([
    { ...past, minutesAgo: 1 },
    { ...past, caller: 'b', minutesAgo: 2 },
  ]);
  log.begin(startMs);
  log.begin(startMs + dayMs);
  expect(log.newestFirst().map(({ caller, atMs }) => [caller, startMs - atMs])).toEqual([
    ['a', 60_000],
    ['b', 120_000],
  ]);
  for (let index = 0; index < 10_001; index += 1) {
    log.add({ ...past, caller: String(index), atMs: startMs, correlationId: '', status: 200 });
  }
  const callers = log.newestFirst().map(({ caller }) => caller);
  expect([callers.length, callers[0], callers.at(-1)]).toEqual([10_000, '10000', '1']);
});

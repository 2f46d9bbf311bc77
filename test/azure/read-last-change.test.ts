import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { callAzure } from '../../sandbox/call-azure.ts';
import { scriptClock } from '../../sandbox/clock.ts';
import type { ArmAnswer } from '../../src/azure/arm-answer.ts';
import { readLastChange } from '../../src/azure/read-last-change.ts';
import { createReader } from '../../src/azure/reader.ts';
import { type Connected, connect } from './connected-azure.ts';
import { ids, ordinaryWorld } from './ordinary-world.ts';

let connected: Connected | undefined;
afterEach(async () => {
  await connected?.arm.close();
  connected = undefined;
});

const type = 'Microsoft.Network/networkSecurityGroups';
const action = 'Microsoft.Insights/eventtypes/values/Read';
const rule = {
  properties: {
    access: 'Allow',
    direction: 'Inbound',
    priority: 700,
    protocol: 'Tcp',
    sourceAddressPrefix: '203.0.113.7',
    sourcePortRange: '*',
    destinationAddressPrefix: '*',
    destinationPortRange: '22',
  },
};

async function start(faults: Record<string, unknown>[] = []): Promise<Connected> {
  connected = await connect(ordinaryWorld({}, [], faults));
  return connected;
}

test('a group that nobody changed has no last change', async () => {
  const { azure } = await start();
  expect(await azure.lastChange(ids.nicNsg)).toBeUndefined();
});

test('whoever wrote or deleted a rule last is told, whatever was done to others since', async () => {
  const { azure, arm, clock } = await start();
  const path = `${ids.nicNsg}/securityRules/for-carol`;
  const writtenAtMs = clock.now();
  expect(await callAzure(arm, 'PUT', path, rule)).toBeLessThan(300);
  await callAzure(arm, 'PUT', `${ids.subnetNsg}/securityRules/other`, rule);
  expect(await azure.lastChange(ids.nicNsg)).toMatchObject({
    by: 'dave@contoso.example',
    operation: `${type}/securityRules/write`,
    resourceId: path,
  });
  await callAzure(arm, 'DELETE', path);
  const deleted = await azure.lastChange(ids.nicNsg.toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions'));
  if (deleted === undefined || 'kind' in deleted) throw new Error('not read');
  expect(deleted.operation).toBe(`${type}/securityRules/delete`);
  expect(deleted.atMs).toBeGreaterThanOrEqual(writtenAtMs - 1);
});

test('a write that was refused is no change', async () => {
  const { azure, arm } = await start([{ action: `${type}/securityRules/write`, kind: 'forbidden' }]);
  expect(await callAzure(arm, 'PUT', `${ids.nicNsg}/securityRules/refused`, rule)).toBe(403);
  expect(await azure.lastChange(ids.nicNsg)).toBeUndefined();
});

test.each([
  ['forbidden', { kind: 'forbidden' }, { reason: 'forbidden', permission: action }],
  ['failing', { kind: 'error', status: 500 }, { reason: 'failed' }],
])('a log that is %s is unreadable', async (_, fault, expected) => {
  const { azure } = await start([{ action, ...fault }]);
  expect(await azure.lastChange(ids.nicNsg)).toMatchObject({ kind: 'unreadable', ...expected });
});

describe('page by page', () => {
  const endpoint = 'https://management.example';
  const event = (rule: string, minute: number) => ({
    caller: 'erin@contoso.example',
    eventTimestamp: `2026-01-17T07:${String(minute).padStart(2, '0')}:00Z`,
    operationName: { value: `${type}/securityRules/write` },
    resourceId: `${ids.nicNsg}/securityRules/${rule}`,
    status: { value: 'Succeeded' },
  });
  const pages = async (answerTo: (asked: number) => unknown) => {
    const asked: string[] = [];
    const arm = {
      endpoint,
      read: async (url: string) => {
        asked.push(url);
        return { status: 200, body: answerTo(asked.length) } as unknown as ArmAnswer;
      },
    };
    const clock = scriptClock(Date.UTC(2026, 0, 17, 8));
    const reader = createReader({ clock, timeoutMs: 1000, log: pino({ level: 'silent' }) });
    return { asked, change: await readLastChange(ids.nicNsg, { arm, reader, clock }) };
  };

  test('until a change of the group is found', async () => {
    const next = `${endpoint}/more?$skipToken=x`;
    const { asked, change } = await pages((at) =>
      at === 1 ? { value: [{}], nextLink: next } : { value: [event('a', 1), event('b', 2)] },
    );
    expect(change).toMatchObject({ resourceId: `${ids.nicNsg}/securityRules/b`, by: 'erin@contoso.example' });
    expect(asked[1]).toBe(next);
    const first = new URL(asked[0] ?? '');
    expect(first.search).not.toContain('+');
    expect(first.searchParams.get('$filter')).toBe(
      `eventTimestamp ge '2025-10-20T08:00:00Z' and eventTimestamp le '2026-01-17T08:00:01Z' and resourceGroupName eq '${ids.group.split('/').at(-1)}'`,
    );
  });

  test('and no further than the newest ten', async () => {
    const { asked, change } = await pages(() => ({ value: [{}], nextLink: `${endpoint}/more` }));
    expect(change).toBeUndefined();
    expect(asked).toHaveLength(10);
  });

  test.each([
    ['a next page elsewhere', { value: [], nextLink: 'https://elsewhere.example/' }],
    ['no list', { values: [] }],
  ])('%s is not understood', async (_, body) => {
    const { asked, change } = await pages(() => body);
    expect(change).toMatchObject({ kind: 'unreadable', reason: 'failed' });
    expect(asked).toHaveLength(1);
  });
});

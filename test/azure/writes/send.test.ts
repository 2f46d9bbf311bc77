import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import type { ArmRequest } from '../../../src/azure/writes.ts';
import { type Connected, type ConnectOptions, connect } from '../connected-azure.ts';
import { ids, ordinaryWorld, rule } from '../ordinary-world.ts';

const network = '2024-05-01';
const minute = 60_000;
const writeRule = 'Microsoft.Network/networkSecurityGroups/securityRules/write';
const deleteRule = 'Microsoft.Network/networkSecurityGroups/securityRules/delete';
const readRule = 'Microsoft.Network/networkSecurityGroups/securityRules/read';
const poll = '*/locations/operations/read';
const startVm = 'Microsoft.Compute/virtualMachines/start/action';

const open = (name: string, priority = 200, more = {}): ArmRequest => ({
  method: 'PUT',
  path: `${ids.nicNsg}/securityRules/${name}`,
  apiVersion: network,
  body: {
    properties: {
      access: 'Allow',
      description: `opened as ${name}`,
      destinationAddressPrefix: '10.1.0.4',
      destinationPortRange: '22',
      direction: 'Inbound',
      priority,
      protocol: 'Tcp',
      sourceAddressPrefix: '203.0.113.7',
      sourcePortRange: '*',
      ...more,
    },
  },
});
const close = (name: string): ArmRequest => ({
  method: 'DELETE',
  path: `${ids.nicNsg}/securityRules/${name}`,
  apiVersion: network,
});
const start: ArmRequest = { method: 'POST', path: `${ids.vm}/start`, apiVersion: '2024-07-01' };
const stopped = { instanceView: { statuses: [{ code: 'PowerState/deallocated' }] } };

let connected: Connected | undefined;
afterEach(async () => {
  await connected?.arm.close();
  connected = undefined;
});

async function begin(faults: object[] = [], options: ConnectOptions & { vm?: object; more?: object[] } = {}) {
  const { vm = stopped, more = [], ...others } = options;
  connected = await connect(ordinaryWorld({ web: vm as never }, more as never[], faults as never[]), others);
  const { azure, arm, world, waits } = connected;
  const named = (method: string) => arm.requests.filter((each) => each.kind === 'arm' && each.method === method);
  return {
    ...azure.writes,
    waits,
    world,
    /** Names of the group's rules. */
    rules: () => rulesIn(world.get(ids.nicNsg)?.properties.securityRules),
    power: () => JSON.stringify(world.get(ids.vm)?.properties.instanceView).match(/PowerState\/(\w+)/)?.[1],
    /** How many requests of this method were seen. */
    count: (method: string) => named(method).length,
    requests: arm.requests,
  };
}

function rulesIn(rules: unknown): string[] {
  return (rules as { name: string }[]).map(({ name }) => name);
}

describe('what goes well', () => {
  test('a rule is created, changed and deleted, with one request and one poll each', async () => {
    const { send, rules, count, world } = await begin();
    expect(await send(open('a'), minute)).toEqual({ kind: 'done' });
    expect(rules()).toEqual(['ssh', 'a']);
    expect(await send(open('a', 300 + 1), minute)).toEqual({ kind: 'done' });
    expect(JSON.stringify(world.get(ids.nicNsg))).toContain('"priority":301');
    expect(await send(close('a'), minute)).toEqual({ kind: 'done' });
    expect(rules()).toEqual(['ssh']);
    expect([count('PUT'), count('DELETE'), count('GET')]).toEqual([2, 1, 3]);
  });

  test('a network interface is written at once, and as it was read', async () => {
    const { send, get, world, count } = await begin([], { more: [{ id: `${ids.nicNsg}-2`, location: 'westeurope' }] });
    const got = await get(ids.nic, network);
    if (!got.found) throw new Error('not there');
    const nic = got.body as { properties: object; location: string };
    const networkSecurityGroup = { id: `${ids.nicNsg}-2` };
    const body = { ...nic, properties: { ...nic.properties, networkSecurityGroup, odd: { kept: [1, null, 'x'] } } };
    const request = { method: 'PUT', path: ids.nic, apiVersion: network, body, ifMatch: got.etag ?? '' } as const;
    expect(await send(request, minute)).toEqual({ kind: 'done' });
    expect(world.get(ids.nic)?.properties).toMatchObject({ networkSecurityGroup, odd: { kept: [1, null, 'x'] } });
    expect(await send(request, minute)).toMatchObject({ kind: 'outdated' });
    expect(count('PUT')).toBe(2);
  });

  test('a VM is started', async () => {
    const { send, power } = await begin();
    expect(await send(start, minute)).toEqual({ kind: 'done' });
    expect(power()).toBe('running');
  });

  test('what is not there need not be deleted', async () => {
    const { send } = await begin();
    expect(await send(close('a'), minute)).toEqual({ kind: 'done' });
    const elsewhere = { ...close('a'), path: close('a').path.replace('Apps', 'Gone') };
    expect(await send(elsewhere, minute)).toEqual({ kind: 'done' });
  });

  test('many changes of one group that are handed in at once all succeed, and none meets another', async () => {
    const { send, rules, count } = await begin([], { fast: false, pausesMoveClock: true });
    const names = Array.from({ length: 10 }, (_, index) => `rule-${index}`);
    const sent = await Promise.all(names.map((name, index) => send(open(name, 400 + index), 5 * minute)));
    expect(new Set(sent.map(({ kind }) => kind))).toEqual(new Set(['done']));
    expect(rules()).toEqual(['ssh', ...names]);
    expect(count('PUT')).toBe(10);
  });

  test('between polls it waits as long as Azure asks, but not for ever', async () => {
    const slow = await begin([], { fast: false, pausesMoveClock: true });
    expect(await slow.send(open('a'), minute)).toEqual({ kind: 'done' });
    expect(slow.waits).toEqual([1000]);
    await connected?.arm.close();
    const hurried = await begin([], { fast: false, pausesMoveClock: true, parts: { pollMs: 50 } });
    expect(await hurried.send(open('a'), minute)).toEqual({ kind: 'done' });
    expect(new Set(hurried.waits)).toEqual(new Set([250]));
  });

  test('a path that leads elsewhere is a mistake of the caller', async () => {
    const { send, requests } = await begin();
    await expect(send({ ...close('a'), path: `${ids.nicNsg}/../x` }, minute)).rejects.toThrow(RangeError);
    expect(requests).toEqual([]);
  });
});

describe('refusals change nothing', () => {
  const lock = (scope: string, level: string) => ({
    id: `${scope}/providers/Microsoft.Authorization/locks/keep`,
    properties: { level },
  });
  test.each([
    ['a permission', { kind: 'forbidden', action: writeRule }, { kind: 'refused', status: 403, permission: writeRule }],
    [
      'a policy',
      { kind: 'forbidden', action: writeRule, code: 'RequestDisallowedByPolicy' },
      { kind: 'refused', code: 'RequestDisallowedByPolicy' },
    ],
    [
      'a lock',
      lock(ids.group, 'ReadOnly'),
      { kind: 'refused', code: 'ScopeLocked', because: 'A lock on Apps forbids it.' },
    ],
    ['a taken priority', rule('other', 200), { kind: 'outdated' }],
    ['another operation', { kind: 'error', status: 429, code: 'RetryableError', action: writeRule }, { kind: 'busy' }],
    [
      'another operation, as 409',
      { kind: 'error', status: 409, code: 'AnotherOperationInProgress', action: writeRule },
      { kind: 'busy' },
    ],
    ['throttling', { kind: 'throttled', action: writeRule, retryAfterSeconds: 1 }, { kind: 'busy', afterMs: 1000 }],
    [
      'long throttling',
      { kind: 'throttled', action: writeRule, retryAfterSeconds: 60 },
      { kind: 'busy', afterMs: 60_000 },
    ],
    [
      'an operation that fails',
      { kind: 'operation-fails', action: writeRule, code: 'Odd', message: 'No.' },
      { kind: 'refused', status: 0, code: 'Odd' },
    ],
    [
      'one that is overtaken',
      { kind: 'operation-fails', action: writeRule, code: 'OperationPreempted' },
      { kind: 'busy' },
    ],
  ])('%s', async (_, hindrance, expected) => {
    const isFault = 'kind' in hindrance;
    const isRule = 'name' in hindrance;
    const { send, rules, world } = await begin(isFault ? [hindrance] : [], {
      more: isFault || isRule ? [] : [hindrance],
    });
    const nsg = world.get(ids.nicNsg);
    if (isRule && nsg) world.put({ ...nsg, properties: { ...nsg.properties, securityRules: [hindrance] } });
    expect(await send(open('a'), minute)).toMatchObject(expected);
    expect(rules()).not.toContain('a');
  });

  test('a group that is gone', async () => {
    const { send } = await begin();
    const path = open('a').path.replace('nic-nsg', 'gone');
    expect(await send({ ...open('a'), path }, minute)).toMatchObject({
      kind: 'refused',
      status: 404,
      code: 'ParentResourceNotFound',
    });
  });

  test.each(['AllocationFailed', 'ZonalAllocationFailed', 'OverconstrainedAllocationRequest', 'SkuNotAvailable'])(
    'a VM that finds no room: %s',
    async (code) => {
      const { send, power } = await begin([{ kind: 'operation-fails', action: startVm, code, message: 'No.' }]);
      expect(await send(start, minute)).toMatchObject({ kind: 'refused', code });
      expect(power()).toBe('deallocated');
    },
  );

  test('a lock that lets a rule be written and not be taken away', async () => {
    const { send, rules } = await begin([], { more: [lock(ids.group, 'CanNotDelete')] });
    expect(await send(open('a'), minute)).toEqual({ kind: 'done' });
    expect(await send(close('a'), minute)).toMatchObject({ kind: 'refused', code: 'ScopeLocked' });
    expect(await send(open('a', 200, { access: 'Deny' }), minute)).toEqual({ kind: 'done' });
    expect(rules()).toContain('a');
  });

  test('a secret that Microsoft does not accept', async () => {
    const credential = { getToken: () => Promise.reject(new Error('AADSTS7000222: expired')) };
    const { send, requests } = await begin([], { parts: { credential } });
    expect(await send(open('a'), minute)).toMatchObject({
      kind: 'refused',
      status: 401,
      because: expect.stringContaining('secret'),
    });
    expect(requests.filter(({ kind }) => kind === 'arm')).toEqual([]);
  });

  test('nobody who listens: nothing was sent, and so it is not unknown, not even of a POST', async () => {
    const { send } = await begin([], {
      parts: { credential: { getToken: async () => ({ token: 'x', expiresOnTimestamp: 9e15 }) } },
    });
    await connected?.arm.close();
    expect(await send(start, minute)).toMatchObject({ kind: 'busy', because: expect.stringContaining('ECONNREFUSED') });
  });
});

describe('what passes is tried again', () => {
  test.each([
    ['another operation', { kind: 'error', status: 429, code: 'RetryableError' }, [500, 1000]],
    ['the same as 400', { kind: 'error', status: 400, code: 'ReferencedResourceNotProvisioned' }, [500, 1000]],
    ['throttling', { kind: 'throttled' }, [500, 1000]],
    ['throttling that says how long', { kind: 'throttled', retryAfterSeconds: 7 }, [7000, 7000]],
  ])('%s', async (_, fault, waits) => {
    const made = await begin([{ ...fault, action: writeRule, times: 2 }]);
    expect(await made.send(open('a'), minute)).toEqual({ kind: 'done' });
    expect(made.waits).toEqual(waits);
    expect(made.count('PUT')).toBe(3);
  });

  test('within the deadline', async () => {
    const made = await begin([{ kind: 'throttled', action: writeRule, retryAfterSeconds: 7 }], {
      pausesMoveClock: true,
    });
    expect(await made.send(open('a'), 10_000)).toMatchObject({ kind: 'busy' });
    expect(made.count('PUT')).toBe(2);
  });

  test('a start that another operation holds up', async () => {
    const { send, power } = await begin([
      {
        kind: 'error',
        status: 409,
        code: 'OperationNotAllowed',
        message: "Operation 'start' is not allowed on VM 'web' since another operation is in progress.",
        action: startVm,
        times: 1,
      },
    ]);
    expect(await send(start, minute)).toEqual({ kind: 'done' });
    expect(power()).toBe('running');
  });
});

describe('what is not answered is looked for', () => {
  test.each([
    ['unanswered', 1],
    ['reset', 2],
    ['error', 2],
    ['hang', 2],
  ])('a rule, %s: %i PUT', async (kind, puts) => {
    const { send, rules, count } = await begin([{ kind, action: writeRule, times: 1 }]);
    expect(await send(open('a'), 5 * minute)).toEqual({ kind: 'done' });
    expect(rules()).toContain('a');
    expect(count('PUT')).toBe(puts);
  });

  test.each([
    ['unanswered', 1],
    ['reset', 2],
    ['error', 2],
    ['hang', 2],
  ])('its end, %s: %i DELETE', async (kind, deletes) => {
    const { send, rules, count } = await begin([{ kind, action: deleteRule, times: 1 }]);
    await send(open('a'), minute);
    expect(await send(close('a'), 5 * minute)).toEqual({ kind: 'done' });
    expect(rules()).toEqual(['ssh']);
    expect(count('DELETE')).toBe(deletes);
  });

  test.each([['reset'], ['error'], ['hang']])('a rule, %s for ever, is unknown', async (kind) => {
    const { send, rules } = await begin([{ kind, action: writeRule }]);
    expect(await send(open('a'), 5 * minute)).toMatchObject({ kind: 'unknown' });
    expect(rules()).toEqual(['ssh']);
  });

  test('an update under an ETag that was made is not taken for one that came too late', async () => {
    const { send, get, rules } = await begin([{ kind: 'unanswered', action: writeRule, after: 1 }]);
    await send(open('a'), minute);
    const got = await get(open('a').path, network);
    const ifMatch = (got.found && got.etag) || 'none';
    expect(await send({ ...open('a', 201), ifMatch }, minute)).toEqual({ kind: 'done' });
    expect(rules()).toContain('a');
  });

  test('a refusal after a lost answer does not hide that the rule is there', async () => {
    // Lost, and at first not even to be looked at.
    const { send, rules, world } = await begin(
      [
        { kind: 'reset', action: writeRule, times: 1 },
        { kind: 'forbidden', action: writeRule },
      ],
      {
        parts: { wait: async () => void world.put(withRule()) },
      },
    );
    const withRule = () => {
      const nsg = world.get(ids.nicNsg);
      if (nsg === undefined) throw new Error('no group');
      return {
        ...nsg,
        properties: { ...nsg.properties, securityRules: [{ name: 'a', ...(open('a').body as object) }] },
      };
    };
    expect(await send(open('a'), minute)).toEqual({ kind: 'done' });
    expect(rules()).toEqual(['a']);
  });

  test.each([
    ['unanswered', 'done', 'running'],
    ['reset', 'unknown', 'deallocated'],
    ['error', 'unknown', 'deallocated'],
    ['hang', 'unknown', 'deallocated'],
  ])('a start, %s: %s, and it is sent once', async (kind, ended, power) => {
    const made = await begin([{ kind, action: startVm, times: 1 }]);
    expect(await made.send(start, minute)).toMatchObject({ kind: ended });
    expect(made.power()).toBe(power);
    expect(made.count('POST')).toBe(1);
  });

  test('another action, of which the world shows nothing, is unknown', async () => {
    const { send, count } = await begin([{ kind: 'unanswered', action: '*/restart/action' }], { vm: {} });
    const restart = { ...start, path: `${ids.vm}/restart` };
    expect(await send(restart, minute)).toMatchObject({ kind: 'unknown' });
    expect(count('POST')).toBe(1);
  });
});

describe('what was accepted and cannot be followed', () => {
  test.each([
    ['fails', { kind: 'error' }],
    ['is refused', { kind: 'forbidden' }],
    ['has no operation', { kind: 'error', status: 404, code: 'NotFound' }],
    ['is cut off', { kind: 'reset' }],
    ['is throttled', { kind: 'throttled', retryAfterSeconds: 60 }],
  ])('the poll %s: the world tells', async (_, fault) => {
    const { send, rules, count } = await begin([{ ...fault, action: poll }]);
    expect(await send(open('a'), minute)).toEqual({ kind: 'done' });
    expect(await send(close('a'), minute)).toEqual({ kind: 'done' });
    expect(rules()).toEqual(['ssh']);
    expect(await send(start, minute)).toEqual({ kind: 'done' });
    expect([count('PUT'), count('DELETE'), count('POST')]).toEqual([1, 1, 1]);
  });

  test('the address of an operation, which is signed, is in no log', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'trace', redact: [] }, { write: (line: string) => void lines.push(line) });
    const faults = [
      { kind: 'reset', times: 3 },
      { kind: 'error', times: 3 },
      { kind: 'hang', times: 1 },
      { kind: 'error', status: 409, times: 1 },
    ];
    const { send } = await begin(
      faults.map((fault) => ({ ...fault, action: poll })),
      { parts: { log } },
    );
    expect(await send(open('a'), minute)).toEqual({ kind: 'done' });
    expect(lines.join('')).toContain('A change of Azure ended');
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.join('')).not.toMatch(/c=MII|locations\/\w+\/operations/);
  });

  test('a poll that fails now and then is none', async () => {
    const { send, count } = await begin([
      { kind: 'error', status: 409, action: poll, times: 1 },
      { kind: 'reset', action: poll, times: 3 },
    ]);
    expect(await send(open('a'), minute)).toEqual({ kind: 'done' });
    expect(count('PUT')).toBe(1);
  });

  test.each([
    ['a rule', open('a')],
    ['a start', start],
  ])('%s that takes for ever is unknown at the deadline', async (_, request) => {
    const made = await begin([{ kind: 'operation-hangs' }], { pausesMoveClock: true });
    const begunAtMs = connected?.clock.now() ?? 0;
    expect(await made.send(request, minute)).toMatchObject({ kind: 'unknown' });
    expect((connected?.clock.now() ?? 0) - begunAtMs).toBeLessThan(2 * minute);
  });

  test('neither told nor seen is unknown', async () => {
    const { send } = await begin([
      { kind: 'forbidden', action: poll },
      { kind: 'forbidden', action: readRule },
    ]);
    expect(await send(open('a'), minute)).toMatchObject({ kind: 'unknown' });
  });

  test('one whose turn does not come is busy, and was not sent', async () => {
    const { send, count } = await begin([{ kind: 'operation-hangs' }], { pausesMoveClock: true });
    const [first, second] = await Promise.all([send(open('a'), 2 * minute), send(open('b', 201), minute)]);
    expect([first.kind, second.kind]).toEqual(['unknown', 'busy']);
    expect(count('PUT')).toBe(1);
  });
});

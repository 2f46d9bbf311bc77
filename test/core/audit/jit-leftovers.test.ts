import { expect, test } from 'vitest';
import { jitRequestsFromArm } from '../../../src/core/audit/arm/jit-requests-from-arm.ts';
import { jitAllows, jitLeftovers } from '../../../src/core/audit/jit-leftovers.ts';
import type { JitRequest, SecurityRule } from '../../../src/core/facts.ts';
import { rule } from '../net/make.ts';

const minute = 60_000;
const nowMs = 1_000_000_000;
const at = { port: 22, nowMs };
const web = '/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/web';
const door = (parts: Partial<SecurityRule> = {}) =>
  rule({
    name: 'MicrosoftDefenderForCloud-JITRule-1151891693-545C5DBC675443D3BF179EFD1EF8254D',
    description: "MDC JIT Network Access rule created by an initiation request for policy 'default' of VM 'web'.",
    protocol: '*',
    sources: ['203.0.113.7'],
    destinations: ['10.0.0.4'],
    ...parts,
  });
const request = (parts: Partial<JitRequest> = {}): JitRequest => ({
  vmId: web,
  port: 22,
  sources: ['203.0.113.7'],
  endsAtMs: nowMs + minute,
  ...parts,
});

test.each<[string, Partial<SecurityRule>, boolean]>([
  ['its rule of now', {}, true],
  ['its rule of former years', { name: 'SecurityCenter-JITRule-1170687618-8C18BF8921F041989344B4F1E3A0C370' }, true],
  ['in another case', { name: 'microsoftdefenderforcloud-jitrule-1-2', access: 'allow' as 'Allow' }, true],
  ['its Deny, which stays', { name: 'MicrosoftDefenderForCloud-JITRule_-1-2', access: 'Deny' }, false],
  ['a rule of another name', { name: 'jit-rule' }, false],
  ['a name that only has it in the middle', { name: 'my-SecurityCenter-JITRule-1' }, false],
  ['outbound', { direction: 'Outbound' }, false],
  ['another port', { destinationPorts: ['3389'] }, false],
  ['another protocol', { protocol: 'Udp' }, false],
  ['a range that holds the port', { destinationPorts: ['20-25'] }, true],
])("Defender's door: %s", (_, parts, expected) => {
  expect(jitAllows([door(parts)], 22)).toHaveLength(expected ? 1 : 0);
});

test.each<[string, readonly JitRequest[], Partial<SecurityRule>, boolean]>([
  ['no request at all', [], {}, true],
  ['a request that runs', [request()], {}, false],
  [
    'one that ended a moment ago: Defender is about to take it away',
    [request({ endsAtMs: nowMs - 14 * minute })],
    {},
    false,
  ],
  ['one that ended', [request({ endsAtMs: nowMs - 15 * minute })], {}, true],
  ['one for another port', [request({ port: 3389 })], {}, true],
  ['one for another machine', [request({ vmId: `${web}2` })], {}, true],
  ['one for the machine in another case', [request({ vmId: web.toUpperCase() })], {}, false],
  [
    'one for another machine, where the rule does not say which',
    [request({ vmId: `${web}2` })],
    { description: '' },
    false,
  ],
  ['one that does not say for which machine', [request({ vmId: '' })], {}, false],
  ['one that does not say for which port', [{ vmId: web, sources: [], endsAtMs: nowMs + minute }], {}, false],
  ['one for another source', [request({ sources: ['198.51.100.7'] })], {}, true],
  ['one for a range that holds the source', [request({ sources: ['203.0.113.0/24'] })], {}, false],
  ['one that names no source', [request({ sources: [] })], {}, false],
  ['one for anybody', [request({ sources: ['*'] })], {}, false],
  ['one of several that runs', [request({ endsAtMs: 0 }), request()], {}, false],
])('it is left over, or not: %s', (_, requests, parts, expected) => {
  expect(jitLeftovers([door(parts)], requests, at)).toHaveLength(expected ? 1 : 0);
});

const port = {
  number: 22,
  allowedSourceAddressPrefix: '192.0.2.7',
  endTimeUtc: '2018-07-12T09:53:03.3658798Z',
  status: 'Initiated',
};
const policyOf = (...ports: unknown[]) => ({
  properties: { requests: [{ virtualMachines: [{ id: web, ports }], startTimeUtc: '2018-07-12T08:53:03.3658798Z' }] },
});

test.each<[string, unknown, readonly Partial<JitRequest>[]]>([
  [
    'as Azure has it',
    policyOf(port),
    [{ vmId: web, port: 22, sources: ['192.0.2.7'], endsAtMs: Date.UTC(2018, 6, 12, 9, 53, 3, 365) }],
  ],
  [
    'several sources',
    policyOf({ ...port, allowedSourceAddressPrefix: null, allowedSourceAddressPrefixes: ['192.0.2.1', '192.0.2.2'] }),
    [{ sources: ['192.0.2.1', '192.0.2.2'] }],
  ],
  [
    'one that was called off',
    policyOf({ ...port, status: 'Revoked', statusReason: 'UserRequested' }, port),
    [{ sources: ['192.0.2.7'] }],
  ],
  [
    'one whose time is over: when its rule has to be gone hangs on its end',
    policyOf({ ...port, status: 'Revoked', statusReason: 'Expired' }),
    [{ port: 22, endsAtMs: Date.UTC(2018, 6, 12, 9, 53, 3, 365) }],
  ],
  ['a port as text', policyOf({ ...port, number: '22' }), [{ port: 22 }]],
  [
    'a machine without an id',
    { properties: { requests: [{ virtualMachines: [{ ports: [port] }] }] } },
    [{ vmId: '', port: 22 }],
  ],
  ['a time that is none runs on', policyOf({ ...port, endTimeUtc: 'soon' }), [{ endsAtMs: Number.POSITIVE_INFINITY }]],
  [
    'a time without a zone is UTC',
    policyOf({ ...port, endTimeUtc: '2018-07-12T09:53:03' }),
    [{ endsAtMs: Date.UTC(2018, 6, 12, 9, 53, 3) }],
  ],
  [
    'a time of another zone',
    policyOf({ ...port, endTimeUtc: '2018-07-12T11:53:03+02:00' }),
    [{ endsAtMs: Date.UTC(2018, 6, 12, 9, 53, 3) }],
  ],
  ['no requests', { properties: { virtualMachines: [] } }, []],
  ['something else', 'policy', []],
  ['odd parts', { properties: { requests: [7, { virtualMachines: [null, { id: web, ports: [null, 'x'] }] }] } }, []],
])('requests of a policy: %s', (_, policy, expected) => {
  expect(jitRequestsFromArm(policy)).toMatchObject(expected);
  expect(jitRequestsFromArm(policy)).toHaveLength(expected.length);
});

test('a port that is not understood may be any', () => {
  for (const number of ['*', undefined, null]) {
    const requests = jitRequestsFromArm(policyOf({ ...port, number, endTimeUtc: null }));
    expect(requests).toMatchObject([{ vmId: web, endsAtMs: Number.POSITIVE_INFINITY }]);
    expect(jitLeftovers([door({ sources: ['192.0.2.7'] })], requests, at)).toEqual([]);
  }
});

import { describe, expect, test } from 'vitest';
import type { ActionParams } from '../../../src/core/actions/action.ts';
import { planDigest, planText } from '../../../src/core/actions/plan.ts';
import type { AdminRule, JitPolicy, VmFacts } from '../../../src/core/facts.ts';
import { choosePriority } from '../../../src/core/remediations/choose-priority.ts';
import { openPort } from '../../../src/core/remediations/open-port.ts';
import {
  configuration,
  facts,
  natRule,
  nic,
  nsg,
  publicIp,
  rule,
  status,
  unreadable,
  vm,
  vnetId,
} from '../checks/myvm.ts';
import { adminRule } from '../net/make.ts';
import { basicIp, guardedBy, hourMs, open, planFor, planned, refusal, requestId, shut } from './make.ts';

const plan = (over: Partial<VmFacts> = {}, more: Partial<ActionParams> = {}) => planFor(openPort, over, more);
const ruleId = `${shut.id}/securityRules/drawbridge-${requestId}`;
const denyAt = (priority: number, over = {}) => rule({ name: 'no', access: 'Deny', priority, sources: ['*'], ...over });
const full = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) =>
    rule({ name: `r${at}`, priority: from + at, sources: ['192.0.2.1'] }),
  );

test('the plan, word by word', () => {
  const { plan: made, notes } = planned(plan(guardedBy(undefined, shut)));
  const networkVersion = '2026-01-01';
  expect(JSON.parse(planText(made))).toEqual({
    vm: { id: vm.id, vmId: vm.vmId, privateAddress: '10.0.0.4' },
    opensForMs: 2 * hourMs,
    writes: [
      {
        method: 'PUT',
        path: ruleId,
        apiVersion: networkVersion,
        body: {
          properties: {
            description: { $hole: 'seal' },
            protocol: 'Tcp',
            sourceAddressPrefix: '203.0.113.7',
            sourcePortRange: '*',
            destinationAddressPrefix: '10.0.0.4',
            destinationPortRange: '22',
            access: 'Allow',
            direction: 'Inbound',
            priority: { $hole: 'priority', from: 100, to: 4096 },
          },
        },
        says: 'Allow TCP 22 from 203.0.113.7 to 10.0.0.4 in myNSG',
      },
    ],
    undo: [
      {
        method: 'DELETE',
        path: ruleId,
        apiVersion: networkVersion,
        says: `Delete the rule drawbridge-${requestId} from myNSG`,
      },
    ],
  });
  expect(notes).toEqual(['Closing ends no session that is open then: it only keeps new ones out.']);
});

describe('where the rule goes', () => {
  const other = nsg([], 'other');
  test.each<[string, Partial<VmFacts>, string[], number]>([
    ["the subnet's group", guardedBy(shut, undefined), ['myNSG'], 4096],
    ["the interface's group", guardedBy(undefined, shut), ['myNSG'], 4096],
    ['both, the subnet first', guardedBy(other, shut), ['other', 'myNSG'], 4096],
    ['only the one that denies', guardedBy(open, other), ['other'], 4096],
    ['once where one group is at both', guardedBy(shut, { ...shut, id: shut.id.toUpperCase() }), ['myNSG'], 4096],
    ['in front of the rule that denies', guardedBy(undefined, nsg([denyAt(300)])), ['myNSG'], 299],
    [
      'not in front of a denial of others',
      guardedBy(undefined, nsg([denyAt(300, { sources: ['192.0.2.0/24'] }), denyAt(900)])),
      ['myNSG'],
      899,
    ],
    [
      'in front of what only may deny',
      guardedBy(undefined, nsg([denyAt(300, { sources: ['AzureCloud'] })])),
      ['myNSG'],
      299,
    ],
    [
      'over a load balancer',
      { ...guardedBy(undefined, shut, { publicIp: undefined }), forwards: [natRule] },
      ['myNSG'],
      4096,
    ],
  ])('%s', (_, over, groups, to) => {
    const { writes, undo } = planned(plan(over)).plan;
    expect(writes.map(({ path }) => /networkSecurityGroups\/([^/]+)/i.exec(path)?.[1])).toEqual(groups);
    expect(undo.map(({ path }) => path)).toEqual(writes.map(({ path }) => path));
    expect(writes.at(-1)?.body).toMatchObject({ properties: { priority: { from: 100, to } } });
  });

  test('IPv6 to the IPv6 configuration', () => {
    const v6 = configuration({
      version: 'IPv6',
      privateAddress: 'FD00::0:4',
      publicIp: { ...publicIp, address: '2001:db8::4' },
    });
    const { writes } = planned(
      plan({ nics: [nic({ nsg: shut, ipConfigurations: [v6] })] }, { from: '2001:db8::7' }),
    ).plan;
    expect(writes[0]?.body).toMatchObject({
      properties: { sourceAddressPrefix: '2001:db8::7', destinationAddressPrefix: 'fd00::4' },
    });
  });
});

describe('the same plan comes out', () => {
  const before = planDigest(planned(plan(guardedBy(nsg([], 'other'), nsg([denyAt(300)])))).plan);
  const own = rule({ name: `Drawbridge-${requestId}`, priority: 299, sources: ['203.0.113.7'] });
  test.each([
    [
      'with an unrelated allow rule in front',
      guardedBy(nsg([], 'other'), nsg([denyAt(300), rule({ name: 'web', priority: 299, sources: ['192.0.2.1'] })])),
    ],
    [
      'with rules for other ports',
      guardedBy(nsg([rule({ destinationPorts: ['80'], sources: ['*'] })], 'other'), nsg([denyAt(300)])),
    ],
    ['when it is half done', guardedBy(nsg([own], 'other'), nsg([denyAt(300)]))],
    ['when it is done', guardedBy(nsg([own], 'other'), nsg([denyAt(300), own]))],
  ])('%s', (_, over) => {
    expect(planDigest(planned(plan(over)).plan)).toBe(before);
  });

  test("but not beside another request's rule of the same content", () => {
    const others = { ...own, name: 'drawbridge-zzzzzzzz77' };
    expect(refusal(plan(guardedBy(undefined, nsg([denyAt(300), others]))))).toContain('already');
  });
});

describe('refused', () => {
  const admin = (over: Partial<AdminRule>) => ({
    adminRules: [{ kind: 'admin-rules' as const, vnetId, rules: [adminRule({ name: 'corp', ...over })] }],
  });
  const closed = guardedBy(undefined, shut);
  const { privateAddress: _, ...addressless } = configuration();
  test.each<[string, Partial<VmFacts>, Partial<ActionParams>, RegExp]>([
    ['open already', guardedBy(undefined, open), {}, /already.*something else/],
    [
      'no group and a Standard address',
      guardedBy(undefined, undefined),
      {},
      /no network security group.*Ask for a network security group/,
    ],
    [
      'no group and a Basic address',
      guardedBy(undefined, undefined, { publicIp: basicIp }),
      {},
      /already, and to everybody/,
    ],
    ['no group and no address', guardedBy(undefined, undefined, { publicIp: undefined }), {}, /Associate a public IP/],
    [
      'denied by Virtual Network Manager',
      { ...closed, ...admin({}) },
      {},
      /`corp`.*before any security group.*Ask whoever runs/,
    ],
    [
      'half denied by it',
      { ...closed, ...admin({ sources: ['203.0.113.0/25'] }) },
      { from: '203.0.113.0/24' },
      /`corp` shuts a part.*`203.0.113.0\/25`/,
    ],
    ['undetermined by it', { ...closed, ...admin({ sources: ['AzureCloud'] }) }, {}, /`corp`.*AzureCloud/],
    ['always allowed by it', { ...closed, ...admin({ access: 'AlwaysAllow' }) }, {}, /already.*`corp`/],
    [
      'a group that may not be read',
      guardedBy(undefined, unreadable('group g')),
      {},
      /without the group g.*`Microsoft.Network\/x\/read`/,
    ],
    ['the second group may not be read', guardedBy(shut, unreadable('group g')), {}, /without the group g/],
    [
      'an unreadable subnet',
      guardedBy(undefined, shut, { subnet: unreadable('subnet s') }),
      {},
      /without the subnet s/,
    ],
    ['unreadable interfaces', { nics: [unreadable('network interface n')] }, {}, /without the network interface n/],
    ['no interface', { nics: [] }, {}, /no network interface/],
    [
      'an address that may be elsewhere',
      {
        nics: [
          nic({ nsg: shut, ipConfigurations: [configuration({ publicIp: undefined })] }),
          unreadable('network interface n'),
        ],
      },
      {},
      /without the network interface n/,
    ],
    ['no room in front', guardedBy(undefined, nsg([denyAt(100)])), {}, /Nothing fits in front.*`no` \(priority 100\)/],
    [
      'no priority free in front',
      guardedBy(undefined, nsg([...full(100, 109), denyAt(110)])),
      {},
      /All priorities.*100 to 109/,
    ],
    [
      'no private address',
      { nics: [nic({ nsg: shut, ipConfigurations: [addressless] })] },
      {},
      /private address.*not known/,
    ],
    ['Windows', { ...closed, vm: { ...vm, os: 'Windows' } }, {}, /Windows/],
    ['being deleted', { ...closed, vm: { ...vm, provisioningState: 'Deleting' } }, {}, /being deleted/],
    ['no unique id', { ...closed, vm: { ...vm, vmId: '' } }, {}, /unique id/],
    ['too much of the internet', closed, { from: '128.0.0.0/8' }, /too much/],
    ['everybody', closed, { from: '0.0.0.0/0' }, /too much/],
    ['IPv6 to IPv4', closed, { from: '2001:db8::7' }, /IPv6.*IPv4/],
    ['a private caller', closed, { from: '10.9.9.9' }, /not an address on the internet/],
    ['without an end', closed, { durationMs: 0 }, /how long/],
    [
      'unreadable just-in-time policies',
      { ...closed, jit: unreadable('just-in-time policies') },
      {},
      /without the just-in-time policies/,
    ],
  ])('%s', (_name, over, more, words) => {
    expect(refusal(plan(over, more))).toMatch(words);
  });
});

describe('notes', () => {
  test.each<[string, Partial<VmFacts>, RegExp]>([
    ['no public address yet', guardedBy(undefined, shut, { publicIp: undefined }), /No public address/],
    [
      'admin rules that may not be read',
      { ...guardedBy(undefined, shut), adminRules: [unreadable('admin rules')] },
      /Virtual Network Manager.*could not be read/,
    ],
    [
      'what may let the caller in already',
      guardedBy(undefined, nsg([rule({ sources: ['AzureCloud'] })])),
      /may let the caller in already.*AzureCloud/,
    ],
    [
      'an unknown system',
      { ...guardedBy(undefined, shut), vm: { ...vm, os: 'unknown' } },
      /does not say what the VM runs/,
    ],
  ])('%s', (_, over, words) => {
    expect(planned(plan(over)).notes.join('\n')).toMatch(words);
  });
});

describe('through Microsoft Defender', () => {
  const policyId =
    '/subscriptions/s/resourceGroups/g/providers/Microsoft.Security/locations/westeurope/jitNetworkAccessPolicies/default';
  const port = { number: 22, protocol: 'TCP', sources: ['*'], maxDurationMs: 3 * hourMs };
  const policy: JitPolicy = { id: policyId, name: 'default', vmId: vm.id.toLowerCase(), ports: [port] };
  const jit = (over = {}, more: readonly JitPolicy[] = []) => ({
    ...guardedBy(undefined, shut),
    jit: [{ ...policy, ports: [{ ...port, ...over }] }, ...more],
  });

  test('its policy is asked, and nothing can be undone', () => {
    const { plan: made, notes } = planned(plan(jit()));
    expect(made).toEqual({
      vm: { id: vm.id, vmId: vm.vmId, privateAddress: '10.0.0.4' },
      opensForMs: 2 * hourMs,
      writes: [
        {
          method: 'POST',
          path: `${policyId}/initiate`,
          apiVersion: '2020-01-01',
          body: {
            virtualMachines: [
              {
                id: vm.id.toLowerCase(),
                ports: [
                  { number: 22, allowedSourceAddressPrefix: '203.0.113.7', endTimeUtc: { $hole: 'closing-time' } },
                ],
              },
            ],
            justification: `Drawbridge request ${requestId}`,
          },
          says: 'Have Microsoft Defender open TCP 22 to 203.0.113.7 through its just-in-time policy default',
        },
      ],
      undo: [],
    });
    expect(notes[0]).toContain('cannot be closed early');
  });

  test.each([
    ['too long', jit(), { durationMs: 4 * hourMs }, /for 3 h at most, not for 4 h/],
    ['too short', jit(), { durationMs: 60_000 }, /5 min at least/],
    ['to somebody else only', jit({ sources: ['198.51.100.0/24'] }), {}, /to `198.51.100.0\/24` only/],
    ['to a part of the range only', jit({ sources: ['203.0.113.0/25'] }), { from: '203.0.113.0/24' }, /only, not to/],
  ])('refused with its numbers: %s', (_, over, more, words) => {
    expect(refusal(plan(over, more))).toMatch(words);
  });

  test.each([
    ['a range that holds the caller', jit({ sources: ['203.0.113.0/24'] })],
    ['any protocol', jit({ protocol: '*' })],
    ['a second policy that allows it', jit({ maxDurationMs: hourMs }, [{ ...policy, id: `${policyId}2` }])],
  ])('planned: %s', (_, over) => {
    expect(planned(plan(over)).plan.writes[0]?.path).toMatch(/\/initiate$/);
  });

  test.each([
    ['another port', jit({ number: 3389 })],
    ['UDP', jit({ protocol: 'UDP' })],
    ['no policy', { ...guardedBy(undefined, shut), jit: [] }],
  ])('a rule where it guards %s', (_, over) => {
    expect(planned(plan(over)).plan.writes[0]?.path).toBe(ruleId);
  });
});

describe('the priority', () => {
  const range = { from: 100, to: 299 };
  const taken = [rule({ name: 'a', priority: 299 }), rule({ name: 'b', priority: 298 })];
  const name = `drawbridge-${requestId}`;
  test.each<[string, Parameters<typeof choosePriority>, number]>([
    ['nearest in front', [nsg([]), range, name], 299],
    ['the next free one', [nsg(taken), range, name], 297],
    ['not one that Azure just called taken', [nsg(taken), range, name, new Set([297])], 296],
    ['outbound rules do not count', [nsg([rule({ priority: 299, direction: 'Outbound' })]), range, name], 299],
    [
      'its own where it is there',
      [nsg([...taken, rule({ name: name.toUpperCase(), priority: 150 })]), range, name],
      150,
    ],
    ['another where its own is out of range', [nsg([rule({ name, priority: 900 })]), range, name], 299],
    ['the drawn one', [nsg(taken), range, name, new Set(), 0.5], 200],
    ['the next free one behind the drawn one', [nsg(taken), range, name, new Set([200, 201]), 0.5], 202],
    ['from the beginning where that was the end', [nsg(taken), range, name, new Set(), 0.999], 100],
    ['with room in front of the default rules', [nsg([rule({ priority: 300 })]), { from: 100, to: 4096 }, name], 310],
  ])('%s', (_, args, priority) => {
    expect(choosePriority(...args)).toEqual({ kind: 'chosen', priority });
  });

  test('none', () => {
    expect(choosePriority(nsg(full(100, 299)), range, name)).toMatchObject({ kind: 'refused' });
    expect(choosePriority(nsg(full(100, 299)), range, name, new Set(), 0.3)).toMatchObject({ kind: 'refused' });
  });
});

test.each<[string, Partial<VmFacts>, string]>([
  ['open', guardedBy(undefined, open), 'pass'],
  ['closed', guardedBy(undefined, shut), 'fail'],
  ['unreadable', guardedBy(undefined, unreadable('group g')), 'unknown'],
  [
    'open, but not past Virtual Network Manager',
    { ...guardedBy(undefined, open), adminRules: [{ kind: 'admin-rules', vnetId, rules: [adminRule()] }] },
    'fail',
  ],
])('verified: %s', (_, over, expected) => {
  const params = { from: '203.0.113.7', port: 22 };
  expect(openPort.verify({ ...facts, status, ...over }, params).status).toBe(expected);
});

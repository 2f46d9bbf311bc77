import { describe, expect, test } from 'vitest';
import type { ActionParams } from '../../../src/core/actions/action.ts';
import { planDigest } from '../../../src/core/actions/plan.ts';
import type { VmFacts } from '../../../src/core/facts.ts';
import { createNsg } from '../../../src/core/remediations/create-nsg.ts';
import { configuration, facts, natRule, nic, publicIp, rule, subnetWith, unreadable, vm } from '../checks/myvm.ts';
import { basicIp, guardedBy, hourMs, open, params, planFor, planned, refusal, requestId, shut } from './make.ts';

const bare = guardedBy(undefined, undefined);
const plan = (over: Partial<VmFacts> = {}, more: Partial<ActionParams> = {}) =>
  planFor(createNsg, { ...bare, ...over }, more);
const name = `myVM-nsg-${requestId}`;
const id = shut.id.replace('myNSG', name);
const ruleId = `${id}/securityRules/drawbridge-${requestId}`;

test('the plan, word by word: the group, its rule, and only then the interface', () => {
  const { plan: made, notes } = planned(plan());
  const apiVersion = '2026-01-01';
  expect(made).toEqual({
    vm: { id: vm.id, vmId: vm.vmId, privateAddress: '10.0.0.4' },
    opensForMs: 2 * hourMs,
    writes: [
      {
        method: 'PUT',
        path: id,
        apiVersion,
        body: { location: 'westeurope', tags: { drawbridge: { $hole: 'seal', stays: true } }, properties: {} },
        says: `Create the network security group ${name}, empty`,
      },
      {
        method: 'PUT',
        path: ruleId,
        apiVersion,
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
        says: `Allow TCP 22 from 203.0.113.7 to 10.0.0.4 in ${name}`,
      },
      {
        method: 'PUT',
        path: nic().id,
        apiVersion,
        edits: [{ at: ['properties', 'networkSecurityGroup'], value: { id } }],
        says: `Attach ${name} to the network interface myNIC`,
      },
    ],
    undo: [
      { method: 'DELETE', path: ruleId, apiVersion, says: `Delete the rule drawbridge-${requestId} from ${name}` },
    ],
  });
  expect(notes.join('\n')).toMatch(/group stays at the end/);
});

test('the same plan comes out when it is done', () => {
  const own = { ...open, id, name };
  expect(planDigest(planned(plan(guardedBy(undefined, own))).plan)).toBe(planDigest(planned(plan()).plan));
});

test.each<[string, Partial<VmFacts>]>([
  [
    'behind a Standard load balancer',
    { ...guardedBy(undefined, undefined, { publicIp: undefined }), forwards: [natRule] },
  ],
  ['without any public address', guardedBy(undefined, undefined, { publicIp: undefined })],
])('planned: %s', (_, over) => {
  expect(planned(plan(over)).plan.writes).toHaveLength(3);
});

describe('refused, with what it would cut', () => {
  const web = { ...shut, rules: [rule({ name: 'web', destinationPorts: ['443'] }), ...shut.rules] };
  const second = configuration({ id: 'two', name: 'two', primary: false, publicIp: basicIp });
  test.each<[string, Partial<VmFacts>, Partial<ActionParams>, RegExp]>([
    [
      'the subnet has one',
      guardedBy(web, undefined),
      {},
      /subnet `default` is guarded by `myNSG`.*what its rules let in: `web`/,
    ],
    ['the interface has one', guardedBy(undefined, web), {}, /`myNIC` has.*`myNSG` already.*`web`/],
    ['the interface has an empty one', guardedBy(undefined, shut), {}, /all that is let in by it later/],
    [
      "another configuration's subnet has one",
      {
        nics: [
          nic({
            nsg: undefined,
            ipConfigurations: [configuration(), { ...second, publicIp: undefined, subnet: subnetWith(shut) }],
          }),
        ],
      },
      {},
      /guarded by `myNSG`/,
    ],
    ['a Basic address', guardedBy(undefined, undefined, { publicIp: basicIp }), {}, /every port of `20.51.230.13`/],
    [
      'a second address that is Basic',
      { nics: [nic({ nsg: undefined, ipConfigurations: [configuration(), second] })] },
      {},
      /every port of/,
    ],
    [
      'a Basic load balancer',
      { forwards: [{ ...natRule, sku: 'Basic' }] },
      {},
      /port 50001 of `20.51.230.99` \(load balancer `myLB`\)/,
    ],
    [
      'a load balancer that could not be read',
      { forwards: [unreadable('load balancer b')] },
      {},
      /without the load balancer b/,
    ],
    ['an unreadable group', guardedBy(unreadable('group g'), undefined), {}, /without the group g/],
    ['an unreadable group of its own', guardedBy(undefined, unreadable('group g')), {}, /without the group g/],
    [
      'an unreadable subnet',
      guardedBy(undefined, undefined, { subnet: unreadable('subnet s') }),
      {},
      /without the subnet s/,
    ],
    [
      'an unreadable address',
      guardedBy(undefined, undefined, { publicIp: unreadable('public IP i') }),
      {},
      /without the public IP i/,
    ],
    [
      'an unreadable second interface',
      { nics: [...bare.nics, unreadable('network interface n')] },
      {},
      /without the network interface n/,
    ],
    ['Windows', { vm: { ...vm, os: 'Windows' } }, {}, /Windows/],
    ['a private caller', {}, { from: '10.9.9.9' }, /not an address on the internet/],
    ['too much of the internet', {}, { from: '0.0.0.0/1' }, /too much/],
  ])('%s', (_name, over, more, words) => {
    expect(refusal(plan(over, more))).toMatch(words);
  });
});

test.each<[string, Partial<VmFacts>, string]>([
  ['there and open', guardedBy(undefined, open), 'pass'],
  ['there and closed', guardedBy(undefined, shut), 'fail'],
  ['not there', { ...bare, nics: [nic({ nsg: undefined, ipConfigurations: [configuration({ publicIp })] })] }, 'fail'],
])('verified: %s', (_, over, expected) => {
  expect(createNsg.verify({ ...facts, ...over }, params).status).toBe(expected);
});

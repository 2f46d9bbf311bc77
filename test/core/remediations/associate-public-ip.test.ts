import { describe, expect, test } from 'vitest';
import type { ActionParams } from '../../../src/core/actions/action.ts';
import { planDigest } from '../../../src/core/actions/plan.ts';
import type { VmFacts } from '../../../src/core/facts.ts';
import { associatePublicIp } from '../../../src/core/remediations/associate-public-ip.ts';
import { configuration, facts, natRule, nic, publicIp, subnetWith, unreadable, vm } from '../checks/myvm.ts';
import { hourMs, params, planFor, planned, refusal, requestId, withoutIp } from './make.ts';

const plan = (over: Partial<VmFacts> = {}, more: Partial<ActionParams> = {}) =>
  planFor(associatePublicIp, { ...withoutIp(), ...over }, more);
const name = `myVM-${requestId}`;
const id = publicIp.id.replace('myIP', name);
const at = ['properties', 'ipConfigurations', 'ipconfig1', 'properties', 'publicIPAddress'];

test('the plan, word by word', () => {
  const { plan: made, notes } = planned(plan({ vm: { ...vm, zones: ['2'] } }));
  expect(made).toEqual({
    vm: { id: vm.id, vmId: vm.vmId, privateAddress: '10.0.0.4' },
    writes: [
      {
        method: 'PUT',
        path: id,
        apiVersion: '2026-01-01',
        body: {
          location: 'westeurope',
          tags: { drawbridge: { $hole: 'seal', stays: true } },
          sku: { name: 'Standard', tier: 'Regional' },
          zones: ['2'],
          properties: { publicIPAllocationMethod: 'Static', publicIPAddressVersion: 'IPv4' },
        },
        says: `Create the public IP ${name}: Standard, static, IPv4`,
      },
      {
        method: 'PUT',
        path: nic().id,
        apiVersion: '2026-01-01',
        edits: [{ at, value: { id } }],
        says: `Associate ${name} with ipconfig1 of myNIC`,
      },
    ],
    undo: [],
  });
  expect(notes.join('\n')).toMatch(/0\.005 US dollars an hour.*left there.*closed until a network security group/s);
});

test('with the removal at the end', () => {
  const { plan: made, notes } = planned(plan({}, { removeAtEnd: true }));
  expect(made.opensForMs).toBe(2 * hourMs);
  expect(made.writes[0]?.body).toMatchObject({ tags: { drawbridge: { $hole: 'seal' } } });
  expect(made.writes[0]?.body).not.toHaveProperty('zones');
  expect(made.undo).toEqual([
    {
      method: 'PUT',
      path: nic().id,
      apiVersion: '2026-01-01',
      edits: [{ at, value: null }],
      says: `Take ${name} off ipconfig1 of myNIC`,
    },
    { method: 'DELETE', path: id, apiVersion: '2026-01-01', says: `Delete the public IP ${name}` },
  ]);
  expect(notes[0]).toContain('until it is removed');
});

test('the same plan comes out when it is done', () => {
  const done = { nics: [nic({ ipConfigurations: [configuration({ publicIp: { ...publicIp, name, id } })] })] };
  expect(planDigest(planned(plan(done)).plan)).toBe(planDigest(planned(plan()).plan));
});

test('the name is one that Azure takes, however long the VM is called', () => {
  const { writes } = planned(plan({ vm: { ...vm, name: `-${'ä'.repeat(3)}${'x'.repeat(90)}` } })).plan;
  expect(writes[0]?.path.split('/').at(-1)).toMatch(/^[A-Za-z0-9][\w.-]{0,79}$/);
  expect(writes[0]?.path.split('/').at(-1)).toHaveLength(80);
});

describe('refused', () => {
  const second = configuration({ id: 'two', name: 'two', primary: false });
  const bare = configuration({ publicIp: undefined });
  test.each<[string, Partial<VmFacts>, Partial<ActionParams>, RegExp]>([
    ['has one', { nics: [nic()] }, {}, /has a public IP already: `20.51.230.13` \(`myIP`\)/],
    ['has one on a second configuration', { nics: [nic({ ipConfigurations: [bare, second] })] }, {}, /already/],
    [
      'has one without an address',
      withoutIp({ publicIp: { kind: 'public-ip', id: 'i', name: 'i', sku: 'Basic', allocation: 'Dynamic' } }),
      {},
      /no address at the moment.*start it/,
    ],
    ['may have one', withoutIp({ publicIp: unreadable('public IP i') }), {}, /without the public IP i/],
    [
      'behind a NAT rule',
      { forwards: [natRule] },
      {},
      /load balancer `myLB`.*port 50001 of `20.51.230.99` leads to port 22/,
    ],
    ['behind a Basic load balancer', { forwards: [{ ...natRule, sku: 'Basic' }] }, {}, /load balancer `myLB`/],
    [
      'in the pool of an internal one',
      withoutIp({ loadBalancerIds: ['/x/loadBalancers/inner'] }),
      {},
      /load balancer `inner`.*inbound NAT rule/,
    ],
    ['behind what could not be read', { forwards: [unreadable('load balancer b')] }, {}, /without the load balancer b/],
    [
      'behind a NAT gateway',
      withoutIp({ subnet: { ...subnetWith(undefined), natGatewayId: '/x/natGateways/out' } }),
      {},
      /NAT gateway `out`.*gateway's/,
    ],
    ['in an unreadable subnet', withoutIp({ subnet: unreadable('subnet s') }), {}, /without the subnet s/],
    [
      'only secondary configurations',
      { nics: [nic({ ipConfigurations: [{ ...bare, primary: false }] })] },
      {},
      /no primary IP configuration/,
    ],
    [
      'only secondary interfaces',
      { nics: [nic({ primary: false, ipConfigurations: [bare] })] },
      {},
      /no primary IP configuration/,
    ],
    ['IPv6 only', withoutIp({ version: 'IPv6' }), {}, /IPv6 one/],
    ['for a caller of IPv6', {}, { from: '2001:db8::7' }, /come over IPv6/],
    ['an unreadable interface', { nics: [unreadable('network interface n')] }, {}, /without the network interface n/],
    ['no interface', { nics: [] }, {}, /no network interface/],
    ['being deleted', { vm: { ...vm, provisioningState: 'Deleting' } }, {}, /being deleted/],
    ['removal at no time', {}, { removeAtEnd: true, durationMs: 0 }, /not said when/],
  ])('%s', (_name, over, more, words) => {
    expect(refusal(plan(over, more))).toMatch(words);
  });
});

test.each<[string, Partial<VmFacts>, string]>([
  ['there', {}, 'pass'],
  ['not there', withoutIp(), 'fail'],
])('verified: %s', (_, over, expected) => {
  expect(associatePublicIp.verify({ ...facts, ...over }, params).status).toBe(expected);
});

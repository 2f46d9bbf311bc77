import type { EffectiveBaseSecurityAdminRuleUnion, NetworkInterface } from '@azure/arm-network';
import { describe, expect, test } from 'vitest';
import { normaliseAdminRules } from '../../../src/azure/normalise/admin-rules.ts';
import { type NicReference, normaliseNic } from '../../../src/azure/normalise/nic.ts';
import { normalisePublicIp } from '../../../src/azure/normalise/public-ip.ts';
import { subnetAlone, subnetFromNetwork } from '../../../src/azure/normalise/virtual-network.ts';

describe('a public IP', () => {
  test.each([
    ['dynamic, of a sku that is not told', {}, { sku: 'unknown', allocation: 'Dynamic' }],
    ['of no sku', { sku: null as never }, { sku: 'unknown' }],
    ['of a sku without a name', { sku: { tier: 'Regional' } }, { sku: 'unknown' }],
    ['Basic', { sku: { name: 'basic' } }, { sku: 'Basic' }],
    [
      'Standard',
      { sku: { name: 'Standard' }, publicIPAllocationMethod: 'static' },
      { sku: 'Standard', allocation: 'Static' },
    ],
    ['StandardV2', { sku: { name: 'StandardV2' } }, { sku: 'Standard' }],
    ['with an address', { ipAddress: '20.0.0.1' }, { address: '20.0.0.1' }],
  ])('%s', (_, model, expected) => {
    expect(normalisePublicIp(model, '/x/ip')).toMatchObject({ kind: 'public-ip', name: 'ip', ...expected });
  });

  test.each([
    ['20.0.0.1/32', '20.0.0.1'],
    [' 20.0.0.1', '20.0.0.1'],
    ['2001:DB8:0::1', '2001:db8::1'],
  ])('%j is an address all the same', (ipAddress, address) => {
    expect(normalisePublicIp({ ipAddress }, '/x/ip')).toMatchObject({ address });
  });

  test.each(['pending', '20.0.0.0/28', '20.0.0', '-oProxyCommand=x'])('%j is no address to connect to', (ipAddress) => {
    expect(() => normalisePublicIp({ ipAddress }, '/x/ip')).toThrow(/is no address/);
  });

  test.each([{}, { ipAddress: '' }])('%j has no address yet', (model) => {
    expect(normalisePublicIp(model, '/x/ip')).not.toHaveProperty('address');
  });
});

describe('a network interface', () => {
  const nothing = { nsg: undefined, publicIp: () => undefined, subnet: () => undefined };
  const nic = (model: NetworkInterface, reference: Partial<NicReference> = {}) =>
    normaliseNic(model, { id: '/x/nic', primary: undefined, only: false, ...reference }, nothing);

  test.each([
    ['the only one', {}, { only: true }, true],
    ['named by the VM', {}, { primary: true }, true],
    ['contradicted by the VM', { primary: true }, { primary: false }, false],
    ['named by itself', { primary: true }, {}, true],
    ['named by nobody', {}, {}, false],
  ])('is primary: %s', (_, model, reference, primary) => {
    expect(nic(model, reference).primary).toBe(primary);
  });

  test.each([
    ['an address', { privateIPAddress: '10.0.0.4' }, { privateAddress: '10.0.0.4', version: 'IPv4', primary: true }],
    ['a block', { privateIPAddress: '10.0.0.16/28' }, { privateAddress: '10.0.0.16' }],
    ['IPv6', { privateIPAddressVersion: 'ipv6' }, { version: 'IPv6' }],
    ['groups', { applicationSecurityGroups: [{ id: '/A' }, {}] }, { asgIds: ['/A'] }],
    ['no name', { id: '/x/ipConfigurations/c' }, { name: 'c' }],
    [
      'load balancers, each once',
      {
        loadBalancerBackendAddressPools: [{ id: '/g/loadBalancers/a/backendAddressPools/p' }, {}],
        loadBalancerInboundNatRules: [
          { id: '/G/LOADBALANCERS/A/inboundNatRules/r' },
          { id: '/g/loadBalancers/b/inboundNatRules/r' },
        ],
      },
      { loadBalancerIds: ['/G/LOADBALANCERS/A', '/g/loadBalancers/b'] },
    ],
  ])('has a configuration with %s', (_, model, expected) => {
    expect(nic({ ipConfigurations: [model] }).ipConfigurations).toMatchObject([expected]);
  });

  test.each([null, undefined, ''])('takes the id %j of something for nothing being there', (id) => {
    const around = { nsg: undefined, publicIp: () => expect.unreachable(), subnet: () => expect.unreachable() };
    const model = { ipConfigurations: [{ publicIPAddress: { id }, subnet: { id } }] } as NetworkInterface;
    const made = normaliseNic(model, { id: '/n', primary: true, only: true }, around);
    expect(made.ipConfigurations).toMatchObject([{ publicIp: undefined, subnet: undefined }]);
  });

  test('without configurations has none', () => {
    expect(nic({})).toMatchObject({ name: 'nic', ipConfigurations: [] });
  });

  test('finds what it points to, and only of several is one primary', () => {
    const publicIp = normalisePublicIp({}, '/ip');
    const model = { ipConfigurations: [{ publicIPAddress: { id: '/ip' } }, { primary: true }] } as NetworkInterface;
    const made = normaliseNic(model, { id: '/n', primary: true, only: true }, { ...nothing, publicIp: () => publicIp });
    expect(made.ipConfigurations).toMatchObject([
      { publicIp, primary: false },
      { publicIp: undefined, primary: true },
    ]);
  });
});

describe('a subnet', () => {
  const subnet = { id: '/VNETS/v/subnets/S', networkSecurityGroup: { id: '/nsg' } };

  test('is found in its network without case', () => {
    const network = {
      subnets: [{ id: '/other' }, subnet],
      addressSpace: { addressPrefixes: ['10.0.0.0/8', 'fd00::/48'] },
    };
    expect(subnetFromNetwork(network, '/vnets/v/subnets/s')).toEqual({
      nsgId: '/nsg',
      vnetPrefixes: ['10.0.0.0/8', 'fd00::/48'],
    });
  });

  test('belongs to its peers where Azure does not tell whether they are connected', () => {
    const peer = { peeringState: null, remoteAddressSpace: { addressPrefixes: ['10.1.0.0/16'] } };
    const network = { subnets: [subnet], virtualNetworkPeerings: [peer as never] };
    expect(subnetFromNetwork(network, subnet.id)?.vnetPrefixes).toEqual(['10.1.0.0/16']);
  });

  test('names its NAT gateway, however it was read', () => {
    const behind = { ...subnet, natGateway: { id: '/out' } };
    const read = [subnetFromNetwork({ subnets: [behind] }, subnet.id), subnetAlone(behind)];
    expect(read.map((each) => each?.natGatewayId)).toEqual(['/out', '/out']);
  });

  test('that its network does not list is not made up', () => {
    expect(subnetFromNetwork({}, '/x')).toBeUndefined();
  });

  test('alone knows its own prefixes, singular or plural', () => {
    expect(subnetAlone({ addressPrefix: '10.0.0.0/24' })).toEqual({ nsgId: undefined, vnetPrefixes: ['10.0.0.0/24'] });
    expect(subnetAlone({ ...subnet, addressPrefixes: ['a', 'b'] })).toEqual({
      nsgId: '/nsg',
      vnetPrefixes: ['a', 'b'],
    });
  });
});

describe('admin rules', () => {
  const rules = (model: object) => normaliseAdminRules([model as EffectiveBaseSecurityAdminRuleUnion], '/v').rules;
  const rule = {
    id: '/a/rules/r',
    kind: 'Default',
    priority: 1,
    direction: 'inbound',
    access: 'alwaysallow',
    protocol: 'Tcp',
  };

  test('that leave something open do not restrict it', () => {
    expect(rules(rule)).toEqual([
      {
        name: 'r',
        priority: 1,
        direction: 'Inbound',
        access: 'AlwaysAllow',
        protocol: 'Tcp',
        sources: ['*'],
        sourcePorts: ['*'],
        destinations: ['*'],
        destinationPorts: ['*'],
      },
    ]);
  });

  test.each([
    ['of an unknown kind', { id: '/r', kind: 'Novel' }],
    ['without access', { ...rule, access: undefined }],
    ['without priority', { ...rule, priority: undefined }],
    ['with null for a priority', { ...rule, priority: null }],
  ])('%s are not guessed at', (_, model) => {
    expect(() => rules(model)).toThrow(/unknown kind|lacks priority/);
  });
});

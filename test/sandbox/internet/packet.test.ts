import { describe, expect, it } from 'vitest';
import { deliver, type Packet } from '../../../sandbox/internet/packet.ts';
import { networkId, oneMachine, privateAddress, publicAddress, type Situation, vmId } from '../vm/one-machine.ts';

const caller = '203.0.113.7';
const deny = { access: 'Deny' };
const asg = networkId('applicationSecurityGroups', 'ssh');

function outcome(situation: Situation, packet: Partial<Packet> = {}): string {
  const whole = { source: caller, destination: publicAddress, port: 22, ...packet };
  return deliver(oneMachine(situation), whole).kind;
}

describe('one network security group', () => {
  const from = (sourceAddressPrefix: string): Situation => ({ nic: [{ sourceAddressPrefix }] });
  const rows: readonly (readonly [string, string, Situation, Partial<Packet>?])[] = [
    ['an allow from anywhere', 'delivered', {}],
    ['no rule for the port', 'dropped', { nic: [] }],
    ['another port', 'dropped', {}, { port: 80 }],
    [
      'the lower priority number first, whatever the order',
      'dropped',
      { nic: [{ priority: 300 }, { ...deny, priority: 200 }] },
    ],
    ['an allow before a deny', 'delivered', { nic: [{ ...deny, priority: 300 }, { priority: 200 }] }],
    ['priorities as numbers, not as texts', 'delivered', { nic: [{ ...deny, priority: 1000 }, { priority: 200 }] }],
    ['a deny that is for UDP', 'delivered', { nic: [{ ...deny, protocol: 'Udp' }, {}] }],
    ['an outbound deny', 'delivered', { nic: [{ ...deny, direction: 'Outbound' }, {}] }],
    ['any case of words', 'delivered', { nic: [{ access: 'ALLOW', protocol: 'TCP', direction: 'inbound' }] }],
    ['any protocol', 'delivered', { nic: [{ protocol: '*' }] }],
    ['ICMP only', 'dropped', { nic: [{ protocol: 'Icmp' }] }],
    ['the caller as one address', 'delivered', from(caller)],
    ['another address', 'dropped', from('203.0.113.8')],
    ["the caller's block", 'delivered', from('203.0.113.0/24')],
    ['a block beside it', 'dropped', from('203.0.112.0/24')],
    ['half of all addresses', 'delivered', from('128.0.0.0/1')],
    ['all addresses', 'delivered', from('0.0.0.0/0')],
    ['the host 0.0.0.0', 'dropped', from('0.0.0.0')],
    ['the tag Internet', 'delivered', from('Internet')],
    ['the tag in lower case', 'delivered', from('internet')],
    ["the portal's Any", 'delivered', from('Any')],
    ['Internet, for a private address', 'dropped', from('Internet'), { source: '172.31.0.100' }],
    ['Internet, for carrier-grade NAT', 'dropped', from('Internet'), { source: '100.64.0.1' }],
    ['the tag VirtualNetwork', 'dropped', from('VirtualNetwork')],
    ['the tag AzureLoadBalancer', 'dropped', from('AzureLoadBalancer')],
    ['another service tag', 'dropped', from('AzureCloud')],
    [
      'the plural field',
      'delivered',
      { nic: [{ sourceAddressPrefix: undefined, sourceAddressPrefixes: ['192.0.2.1', caller] }] },
    ],
    ['both fields', 'delivered', { nic: [{ sourceAddressPrefix: '192.0.2.1', sourceAddressPrefixes: [caller] }] }],
    [
      'a source group',
      'dropped',
      { nic: [{ sourceAddressPrefix: '', sourceApplicationSecurityGroups: [{ id: asg }] }] },
    ],
    ['a port range', 'delivered', { nic: [{ destinationPortRange: '20-25' }] }],
    ['a range of one', 'delivered', { nic: [{ destinationPortRange: '22-22' }] }],
    ['all ports', 'delivered', { nic: [{ destinationPortRange: '*' }] }],
    [
      'a list of ports',
      'delivered',
      { nic: [{ destinationPortRange: undefined, destinationPortRanges: ['80', '22'] }] },
    ],
    [
      'a gap in a list',
      'dropped',
      { nic: [{ destinationPortRange: undefined, destinationPortRanges: ['0-21', '23-65535'] }] },
    ],
    ['2222 is not 22', 'dropped', { nic: [{ destinationPortRange: '2222' }] }],
    ['the source port that is asked for', 'delivered', { nic: [{ sourcePortRange: '1000' }] }, { sourcePort: 1000 }],
    ['another source port', 'dropped', { nic: [{ sourcePortRange: '1000' }] }],
    ['the private address as destination', 'delivered', { nic: [{ destinationAddressPrefix: privateAddress }] }],
    ['the public address as destination', 'dropped', { nic: [{ destinationAddressPrefix: publicAddress }] }],
    ['the subnet as destination', 'delivered', { nic: [{ destinationAddressPrefix: '10.0.0.0/24' }] }],
    ['VirtualNetwork as destination', 'delivered', { nic: [{ destinationAddressPrefix: 'VirtualNetwork' }] }],
    [
      'a destination group with the machine in it',
      'delivered',
      {
        nic: [{ destinationAddressPrefix: '', destinationApplicationSecurityGroups: [{ id: asg.toUpperCase() }] }],
        asgs: [asg],
      },
    ],
    [
      'a destination group without it',
      'dropped',
      { nic: [{ destinationAddressPrefix: '', destinationApplicationSecurityGroups: [{ id: asg }] }] },
    ],
  ];
  it.each(rows.map(([name, expected, situation, packet = {}]) => [name, expected, situation, packet] as const))(
    '%s: %s',
    (_name, expected, situation, packet) => {
      expect(outcome(situation, packet)).toBe(expected);
    },
  );
});

describe('default rules', () => {
  const rows: readonly (readonly [string, string, Situation, string])[] = [
    ['the network itself', 'delivered', { nic: [] }, '10.0.9.9'],
    ["Azure's own address", 'delivered', { nic: [] }, '168.63.129.16'],
    [
      'a peer',
      'delivered',
      { nic: [], peerings: [{ properties: { remoteAddressSpace: { addressPrefixes: ['10.7.0.0/16'] } } }] },
      '10.7.1.1',
    ],
    [
      'a peer that is not connected',
      'dropped',
      {
        nic: [],
        peerings: [
          { properties: { peeringState: 'Initiated', remoteAddressSpace: { addressPrefixes: ['10.7.0.0/16'] } } },
        ],
      },
      '10.7.1.1',
    ],
    ['a stranger', 'dropped', { nic: [] }, '10.7.1.1'],
  ];
  it.each(rows)('%s: %s', (_name, expected, situation, source) => {
    expect(outcome(situation, { source })).toBe(expected);
  });
});

describe('the groups together', () => {
  const rows: readonly (readonly [string, string, Situation])[] = [
    ['both allow', 'delivered', { subnet: [{}], nic: [{}] }],
    ['the subnet denies', 'dropped', { subnet: [deny], nic: [{}] }],
    ['the NIC denies', 'dropped', { subnet: [{}], nic: [deny] }],
    ['the subnet alone allows', 'delivered', { subnet: [{}], nic: undefined }],
    ['no group, Standard', 'dropped', { nic: undefined }],
    ['no group, StandardV2', 'dropped', { nic: undefined, sku: 'StandardV2' }],
    ['no group, Basic', 'delivered', { nic: undefined, sku: 'Basic' }],
    ['an empty group, Basic', 'dropped', { nic: [], sku: 'Basic' }],
    ['deallocated', 'dropped', { power: 'deallocated' }],
    ['starting', 'dropped', { power: 'starting' }],
  ];
  it.each(rows)('%s: %s', (_name, expected, situation) => {
    expect(outcome(situation)).toBe(expected);
  });

  it('names what swallowed the packet', () => {
    const packet = { source: caller, destination: publicAddress, port: 22 };
    expect(deliver(oneMachine({ subnet: [{}], nic: [deny] }), packet)).toEqual({
      kind: 'dropped',
      where: `${networkId('NetworkSecurityGroups', 'nicNsg')} rule0`,
    });
    expect(deliver(oneMachine(), packet)).toEqual({ kind: 'delivered', vmId, port: 22, privateAddress });
  });

  it('drops what nobody has', () => {
    expect(outcome({}, { destination: '20.51.230.14' })).toBe('dropped');
    expect(outcome({}, { destination: privateAddress })).toBe('dropped');
  });
});

describe("Virtual Network Manager's rules", () => {
  const admin = (access: string, more: object = {}) => ({
    id: 'rule',
    kind: 'Custom',
    properties: {
      priority: 10,
      direction: 'Inbound',
      access,
      protocol: 'Tcp',
      sources: [{ addressPrefix: '*', addressPrefixType: 'IPPrefix' }],
      destinations: [{ addressPrefix: '*', addressPrefixType: 'IPPrefix' }],
      sourcePortRanges: ['0-65535'],
      destinationPortRanges: ['22'],
      ...more,
    },
  });
  const rows: readonly (readonly [string, string, Situation])[] = [
    ['Deny ends it', 'dropped', { adminRules: [admin('Deny')] }],
    ['AlwaysAllow ends it', 'delivered', { adminRules: [admin('AlwaysAllow')], nic: [deny] }],
    ['Allow goes on to the groups', 'dropped', { adminRules: [admin('Allow')], nic: [deny] }],
    ['Allow spares from a later Deny', 'delivered', { adminRules: [admin('Deny', { priority: 20 }), admin('Allow')] }],
    ['another port', 'delivered', { adminRules: [admin('Deny', { destinationPortRanges: ['3389'] })] }],
    ['outbound', 'delivered', { adminRules: [admin('Deny', { direction: 'Outbound' })] }],
    ['any protocol', 'dropped', { adminRules: [admin('Deny', { protocol: 'Any' })] }],
  ];
  it.each(rows)('%s: %s', (_name, expected, situation) => {
    expect(outcome(situation)).toBe(expected);
  });
});

describe('behind a load balancer', () => {
  const frontend = networkId('loadBalancers', 'LB/frontendIPConfigurations/front');
  const configuration = networkId('networkInterfaces', 'myNic/ipConfigurations/ipconfig1');
  const pool = networkId('loadBalancers', 'lb/backendAddressPools/pool');
  const balancer = (more: object) => ({
    frontendIPConfigurations: [
      { name: 'front', properties: { publicIPAddress: { id: networkId('publicIPAddresses', 'myIp') } } },
    ],
    backendAddressPools: [{ name: 'pool', properties: { backendIPConfigurations: [{ id: configuration }] } }],
    ...more,
  });
  const nat = (more: object) =>
    balancer({
      inboundNatRules: [
        {
          name: 'nat',
          properties: { frontendIPConfiguration: { id: frontend }, protocol: 'Tcp', backendPort: 22, ...more },
        },
      ],
    });
  const single = nat({ frontendPort: 50001, backendIPConfiguration: { id: configuration } });

  it('translates the port of an inbound NAT rule before the rules are asked', () => {
    const packet = { source: caller, destination: publicAddress, port: 50001 };
    expect(deliver(oneMachine({ balancer: single }), packet)).toMatchObject({ kind: 'delivered', vmId, port: 22 });
    expect(outcome({ balancer: single, nic: [{ destinationPortRange: '50001' }] }, packet)).toBe('dropped');
    expect(outcome({ balancer: single }, { port: 22 })).toBe('dropped');
  });

  it('gives the members of a pool a port each', () => {
    const range = nat({ frontendPortRangeStart: 500, frontendPortRangeEnd: 509, backendAddressPool: { id: pool } });
    expect(outcome({ balancer: range }, { port: 500 })).toBe('delivered');
    expect(outcome({ balancer: range }, { port: 501 })).toBe('dropped');
  });

  it('hands the port of a load-balancing rule to a running member', () => {
    const rule = (protocol: string) =>
      balancer({
        loadBalancingRules: [
          {
            name: 'rule',
            properties: {
              frontendIPConfiguration: { id: frontend },
              protocol,
              frontendPort: 2200,
              backendPort: 22,
              backendAddressPool: { id: pool },
            },
          },
        ],
      });
    expect(outcome({ balancer: rule('Tcp') }, { port: 2200 })).toBe('delivered');
    expect(outcome({ balancer: rule('Udp') }, { port: 2200 })).toBe('dropped');
    expect(outcome({ balancer: rule('Tcp'), power: 'stopped' }, { port: 2200 })).toBe('dropped');
  });
});

describe('IPv6', () => {
  const six: Situation = {
    address: '2001:db8:1::13',
    privateAddress: 'fd00::4',
    addressSpace: ['10.0.0.0/16', 'fd00::/48'],
  };
  const packet = { source: '2001:db8::7', destination: '2001:DB8:1:0:0:0:0:13' };
  const rows: readonly (readonly [string, string, string])[] = [
    ['the block', 'delivered', '2001:db8::/32'],
    ['all of IPv6', 'delivered', '::/0'],
    ['all of IPv4', 'dropped', '0.0.0.0/0'],
    ['anything', 'delivered', '*'],
    ['one address, written otherwise', 'delivered', '2001:0db8::0007'],
    ['another block', 'dropped', '2001:db9::/32'],
  ];
  it.each(rows)('%s: %s', (_name, expected, sourceAddressPrefix) => {
    expect(outcome({ ...six, nic: [{ sourceAddressPrefix }] }, packet)).toBe(expected);
  });

  it('takes an IPv4 address in IPv6 clothes for what it is', () => {
    expect(outcome({ nic: [{ sourceAddressPrefix: caller }] }, { source: `::ffff:${caller}` })).toBe('delivered');
  });
});

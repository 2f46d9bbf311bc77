import { describe, expect, test } from 'vitest';
import type { SecurityRule } from '../../../src/core/facts.ts';
import { AddressSet } from '../../../src/core/net/address-set.ts';
import { defaultRules, withDefaultRules } from '../../../src/core/net/default-rules.ts';
import type { Flow } from '../../../src/core/net/ruling.ts';
import { rulingOf } from '../../../src/core/net/ruling-of.ts';
import { wayIn } from '../../../src/core/net/way-in.ts';
import { flow, nsg, rule } from './make.ts';

/** The answer in short: access and the rule's name. */
function verdict(rules: readonly SecurityRule[], of: Flow): string {
  const ruling = rulingOf({ rules }, of);
  return `${ruling.access} ${ruling.rule.name}`;
}

type Row = readonly [statement: string, answer: string, rules: readonly SecurityRule[], of?: Flow];

const denyAll = 'deny DenyAllInBound';
const from = (...sources: string[]) => rule({ sources });
const groupIds = ['/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/applicationSecurityGroups/web'];

const order: readonly Row[] = [
  ['the lowest priority decides', 'deny first', [rule({ priority: 200 }), rule({ name: 'first', access: 'Deny' })]],
  [
    'the order of the array means nothing',
    'deny first',
    [rule({ name: 'first', access: 'Deny' }), rule({ priority: 200 })],
  ],
  [
    'a narrow allow before a wide deny lets in',
    'allow mine',
    [rule({ name: 'mine', sources: ['203.0.113.7'] }), rule({ name: 'all', priority: 101, access: 'Deny' })],
  ],
  [
    'a wide deny before a narrow allow shuts out',
    'deny all',
    [
      rule({ name: 'mine', priority: 200, sources: ['203.0.113.7'] }),
      rule({ name: 'all', priority: 150, access: 'Deny', destinationPorts: ['*'], protocol: '*' }),
    ],
  ],
  [
    'a deny of others does not hide a later allow',
    'allow ssh',
    [rule({ name: 'other', access: 'Deny', sources: ['203.0.113.8'] }), rule({ priority: 101 })],
  ],
  ['outbound rules do not count', denyAll, [rule({ direction: 'Outbound' })]],
  [
    'words in another case mean the same',
    'deny no',
    [rule({ name: 'no', direction: 'inbound' as 'Inbound', access: 'deny' as 'Deny' }), rule({ priority: 101 })],
  ],
];

const defaults: readonly Row[] = [
  ['without any rule the internet is shut out', denyAll, []],
  ['without any rule the virtual network gets in', 'allow AllowVnetInBound', [], flow('10.0.9.9')],
  [
    'a peered network gets in',
    'allow AllowVnetInBound',
    [],
    flow('10.7.0.1', { vnetPrefixes: ['10.0.0.0/16', '10.7.0.0/16'] }),
  ],
  ['private addresses elsewhere may be joined by a gateway', 'undetermined AllowVnetInBound', [], flow('10.9.0.1')],
  ['so may shared address space', 'undetermined AllowVnetInBound', [], flow('100.64.0.1')],
  ['so may unique local IPv6', 'undetermined AllowVnetInBound', [], flow('fd00::1')],
  [
    'probes come from the virtual network too, so its rule decides',
    'allow AllowVnetInBound',
    [],
    flow('168.63.129.16'),
  ],
  ['link-local addresses are in nothing', denyAll, [], flow('169.254.169.254')],
  [
    'default rules that a response left out stand all the same',
    'allow AllowVnetInBound',
    defaultRules.slice(2),
    flow('10.0.9.9'),
  ],
  [
    'default rules under another name are not doubled',
    'deny DefaultInboundDenyAll',
    [
      ...defaultRules.slice(0, 2),
      rule({
        name: 'DefaultInboundDenyAll',
        priority: 65_500,
        access: 'Deny',
        protocol: 'All',
        destinationPorts: ['0-65535'],
      }),
    ],
  ],
  ['a custom rule comes before the defaults', 'deny ssh', [rule({ access: 'Deny', priority: 4096 })], flow('10.0.9.9')],
];

const sources: readonly Row[] = [
  ['* is everybody', 'allow ssh', [from('*')]],
  ['* is IPv6 too', 'allow ssh', [from('*')], flow('2001:db8::7')],
  ['Any is everybody', 'allow ssh', [from('Any')]],
  ['any is everybody', 'allow ssh', [from('any')], flow('2001:db8::7')],
  ['0.0.0.0/0 is all of IPv4', 'allow ssh', [from('0.0.0.0/0')]],
  ['0.0.0.0/0 is not IPv6', denyAll, [from('0.0.0.0/0')], flow('2001:db8::7')],
  ['::/0 is all of IPv6', 'allow ssh', [from('::/0')], flow('2001:db8::7')],
  ['::/0 is not IPv4', denyAll, [from('::/0')]],
  ['2000::/3 is the public part of IPv6', 'allow ssh', [from('2000::/3')], flow('2001:db8::7')],
  ['an address without a mask is one host', 'allow ssh', [from('203.0.113.7')]],
  ['and not its neighbour', denyAll, [from('203.0.113.6')]],
  ['0.0.0.0 is a host nobody has', denyAll, [from('0.0.0.0')]],
  ['0.0.0.0/8 lets nobody in', denyAll, [from('0.0.0.0/8')]],
  ['host bits do not matter', 'allow ssh', [from('203.0.113.99/24')]],
  ['prefixes are compared as numbers, not as text', denyAll, [from('203.0.113.70/31', '203.0.113.71')]],
  ['a private block that reaches beyond private space', 'allow ssh', [from('172.0.0.0/8')], flow('172.32.0.1')],
  ['10.0.0.0/7 reaches into 11', 'allow ssh', [from('10.0.0.0/7')], flow('11.0.0.1')],
  ['two halves are the whole', 'allow ssh', [from('0.0.0.0/1', '128.0.0.0/1')], flow('0.0.0.0/0')],
  [
    'halves in two rules are the whole',
    'allow ssh',
    [from('0.0.0.0/1'), rule({ name: 'b', priority: 101, sources: ['128.0.0.0/1'] })],
    flow('1.2.3.4 200.2.3.4'),
  ],
  ['a list holds each of its entries', 'allow ssh', [from('198.51.100.1', '203.0.113.0/29')]],
  ['a mapped IPv6 address is the IPv4 address', 'allow ssh', [from('203.0.113.7')], flow('::ffff:203.0.113.7')],
  ['a range from address to address', 'allow ssh', [from('203.0.113.5-203.0.113.9')]],
  ['the empty singular beside a list means nothing', 'allow ssh', [from('', '203.0.113.7')]],
];

const tags: readonly Row[] = [
  ['Internet is public space', 'allow ssh', [from('Internet')]],
  ['tags have no case', 'allow ssh', [from('INTERNET')]],
  ["Internet holds Azure's own public addresses", 'allow ssh', [from('internet')], flow('20.51.230.13')],
  [
    'Internet is not private space, whatever that is joined to',
    'deny rest',
    [from('Internet'), rule({ name: 'rest', priority: 4096, access: 'Deny' })],
    flow('172.31.0.100'),
  ],
  ['Internet is not the virtual network', 'allow AllowVnetInBound', [from('Internet')], flow('10.0.0.9')],
  ['Internet is not the platform', 'allow AllowVnetInBound', [from('Internet')], flow('168.63.129.16')],
  ['Internet is public IPv6', 'allow ssh', [from('Internet')], flow('2001:db8::7')],
  ['Internet is not link-local', denyAll, [from('Internet')], flow('169.254.1.1')],
  ['VirtualNetwork is the known prefixes', 'allow ssh', [from('virtualnetwork')], flow('10.0.3.3')],
  ['VirtualNetwork is the platform', 'allow ssh', [from('VirtualNetwork')], flow('168.63.129.16')],
  ['VirtualNetwork is not the internet', denyAll, [from('VirtualNetwork')]],
  [
    'public addresses of the virtual network are in it',
    'allow ssh',
    [from('VirtualNetwork')],
    flow('203.0.113.7', { vnetPrefixes: ['203.0.113.0/24'] }),
  ],
  ['AzureLoadBalancer is the platform', 'allow ssh', [from('azureloadbalancer')], flow('168.63.129.16')],
  ['AzureLoadBalancer is no client', denyAll, [from('AzureLoadBalancer')]],
  ['whether AzureCloud holds a public address is not known', 'undetermined ssh', [from('AzureCloud')]],
  ['nor a region of it', 'undetermined ssh', [from('AzureCloud.westeurope')]],
  ['nor any other service tag, in IPv6 too', 'undetermined ssh', [from('Storage')], flow('2001:db8::7')],
  ['no service tag holds private addresses', 'allow AllowVnetInBound', [from('AzureCloud')], flow('10.0.0.9')],
  [
    'a tag that could not change the answer does not matter',
    'allow all',
    [from('AzureCloud'), rule({ name: 'all', priority: 101 })],
  ],
  [
    'a denied tag before an allow does',
    'undetermined no',
    [rule({ name: 'no', access: 'Deny', sources: ['AzureCloud'] }), rule({ priority: 101 })],
  ],
  ['a denied tag before the default deny does not', denyAll, [rule({ access: 'Deny', sources: ['AzureCloud'] })]],
  [
    'a tag that was denied is not allowed later',
    denyAll,
    [
      rule({ access: 'Deny', sources: ['AzureCloud'] }),
      rule({ priority: 101, sources: ['azurecloud'] }),
      rule({ priority: 102, sources: ['AzureCloud.westeurope'] }),
    ],
  ],
  [
    'a denied region leaves the rest of the tag',
    'undetermined ssh',
    [rule({ access: 'Deny', sources: ['AzureCloud.westeurope'] }), rule({ priority: 101, sources: ['AzureCloud'] })],
  ],
  ['a listed address beside a tag is certain', 'allow ssh', [from('AzureCloud', '203.0.113.7')]],
  ['an application security group is never the internet', denyAll, [rule({ sources: [''], sourceAsgIds: groupIds })]],
  [
    'its members are not known',
    'undetermined ssh',
    [rule({ access: 'Deny', sources: [''], sourceAsgIds: groupIds })],
    flow('10.0.0.9'),
  ],
  ['what is not understood is not taken for a match', 'undetermined ssh', [from('789')]],
  [
    'nor for the absence of one',
    'undetermined ssh',
    [rule({ access: 'Deny', sources: ['10.0.0.0/8,*'] }), rule({ name: 'all', priority: 101 })],
  ],
  ['a rule without sources is not understood', 'undetermined ssh', [from()]],
];

const ranges: readonly Row[] = [
  ['a range wholly let in', 'allow ssh', [from('203.0.113.0/24')], flow('203.0.113.64/26')],
  ['a range partly let in', 'partly DenyAllInBound', [from('203.0.113.64/26')], flow('203.0.113.0/24')],
  [
    'a range with a hole',
    'partly hole',
    [rule({ name: 'hole', access: 'Deny', sources: ['203.0.113.9'] }), rule({ priority: 101 })],
    flow('203.0.113.0/24'),
  ],
  [
    'a range of both families under an IPv4 rule',
    'partly DenyAllInBound',
    [from('0.0.0.0/0')],
    flow('203.0.113.7 2001:db8::7'),
  ],
  [
    'a range denied by two rules',
    'deny a',
    [
      rule({ name: 'a', access: 'Deny', sources: ['203.0.113.0/25'] }),
      rule({ name: 'b', priority: 101, access: 'Deny', sources: ['203.0.113.128/25'] }),
    ],
    flow('203.0.113.0/24'),
  ],
  [
    'a range that hangs on a tag',
    'undetermined cloud',
    [rule({ sources: ['203.0.113.0/25'] }), rule({ name: 'cloud', priority: 101, sources: ['AzureCloud'] })],
    flow('203.0.113.0/24'),
  ],
];

const targets: readonly Row[] = [
  ["the machine's private address", 'allow ssh', [rule({ destinations: ['10.0.0.4'] })]],
  ['its subnet', 'allow ssh', [rule({ destinations: ['10.0.0.0/24'] })]],
  ['another address of the same interface', denyAll, [rule({ destinations: ['10.0.0.5'] })]],
  ['the public address never matches: it is translated before', denyAll, [rule({ destinations: ['20.51.230.13'] })]],
  ['one of several prefixes', 'allow ssh', [rule({ destinations: ['10.0.9.0/24', '10.0.0.0/30', '10.0.0.4/32'] })]],
  ['none of several prefixes', denyAll, [rule({ destinations: ['10.0.9.0/24', '10.0.0.0/30'] })]],
  [
    'VirtualNetwork is every guarded machine',
    'allow ssh',
    [rule({ destinations: ['virtualNetwork'] })],
    flow('203.0.113.7', { vnetPrefixes: [] }),
  ],
  ['0.0.0.0/0 holds an IPv4 destination', 'allow ssh', [rule({ destinations: ['0.0.0.0/0'] })]],
  [
    '0.0.0.0/0 holds no IPv6 destination',
    denyAll,
    [rule({ destinations: ['0.0.0.0/0'] })],
    flow('2001:db8::7', { destination: 'fd00::4' }),
  ],
  ['Internet is no destination inside', denyAll, [rule({ destinations: ['Internet'] })]],
  ['a service tag is no destination inside', denyAll, [rule({ destinations: ['Storage'] })]],
  [
    'an application security group holds its members, in any case',
    'allow ssh',
    [rule({ destinations: [''], destinationAsgIds: groupIds })],
    flow('203.0.113.7', { destinationAsgIds: groupIds.map((id) => id.toUpperCase()) }),
  ],
  ['and nobody else', denyAll, [rule({ destinations: [''], destinationAsgIds: groupIds })]],
  [
    'an unknown private address may be any',
    'undetermined ssh',
    [rule({ destinations: ['10.0.0.4'] })],
    flow('203.0.113.7', { destination: '' }),
  ],
  ['but * holds it', 'allow ssh', [rule()], flow('203.0.113.7', { destination: '' })],
];

const ports: readonly Row[] = [
  ...['22', '22-22', '20-25', '*', '0-65535', ' 22 ', '20 - 25'].map(
    (port): Row => [`port "${port}"`, 'allow ssh', [rule({ destinationPorts: [port] })]],
  ),
  ...['21', '23-65535', '0-21', '2', '222', '2222'].map(
    (port): Row => [`not port "${port}"`, denyAll, [rule({ destinationPorts: [port] })]],
  ),
  ['a list of ports', 'allow ssh', [rule({ destinationPorts: ['443', '20-30'] })]],
  ['a gap in the ranges', denyAll, [rule({ destinationPorts: ['0-21', '23-65535'] })]],
  ['another port', 'allow ssh', [rule({ destinationPorts: ['2222'] })], flow('203.0.113.7', { port: 2222 })],
  ['the last port', 'allow ssh', [rule({ destinationPorts: ['1-65535'] })], flow('203.0.113.7', { port: 65_535 })],
  ['a text that is no port', 'undetermined ssh', [rule({ destinationPorts: ['ssh'] })]],
  ['beside the right one', 'allow ssh', [rule({ destinationPorts: ['ssh', '22'] })]],
  ['a range turned round', 'undetermined ssh', [rule({ destinationPorts: ['25-20'] })]],
  ['no port at all', 'undetermined ssh', [rule({ destinationPorts: [] })]],
];

const clientPorts: readonly Row[] = [
  ['every source port', 'allow ssh', [rule({ sourcePorts: ['0-65535'] })]],
  ['all ports that a client comes from', 'allow ssh', [rule({ sourcePorts: ['1024-65535'] })]],
  ['those in pieces', 'allow ssh', [rule({ sourcePorts: ['1024-30000', '30001-65535'] })]],
  ['none of them', denyAll, [rule({ sourcePorts: ['22'] })]],
  ['an allow for some of them is not sure', 'undetermined ssh', [rule({ sourcePorts: ['50000-51000'] })]],
  [
    'a deny for some of them is no sure deny',
    'undetermined no',
    [rule({ name: 'no', access: 'Deny', sourcePorts: ['50000-51000'] }), rule({ priority: 101 })],
  ],
  [
    'a deny for ports nobody comes from is none',
    'allow ssh',
    [rule({ name: 'no', access: 'Deny', sourcePorts: ['0-1023'] }), rule({ priority: 101 })],
  ],
  [
    'two allows that share out the ports',
    'allow b',
    [rule({ name: 'a', sourcePorts: ['0-40000'] }), rule({ name: 'b', priority: 101, sourcePorts: ['40001-65535'] })],
  ],
  ['a text that is no port', 'undetermined ssh', [rule({ sourcePorts: ['x'] })]],
];

const protocolRows: readonly Row[] = [
  ...['Tcp', 'TCP', 'tcp', '*', 'All', 'Any'].map(
    (protocol): Row => [`${protocol} is meant`, 'allow ssh', [rule({ protocol })]],
  ),
  ...['Udp', 'UDP', 'Icmp', 'Esp', 'Ah'].map((protocol): Row => [`${protocol} is not`, denyAll, [rule({ protocol })]]),
  ['a protocol nobody knows', 'undetermined ssh', [rule({ protocol: 'Sctp' })]],
];

const groups: readonly (readonly [group: string, rows: readonly Row[]])[] = [
  ['order', order],
  ['default rules', defaults],
  ['sources', sources],
  ['tags and groups', tags],
  ['ranges of sources', ranges],
  ['destination', targets],
  ['destination ports', ports],
  ['source ports', clientPorts],
  ['protocol', protocolRows],
];

describe.each(groups)('%s', (_, rows) => {
  const named = rows.map(([statement, answer, rules, of = flow()]) => ({ statement, answer, rules, of }));
  test.each(named)('$statement: $answer', ({ answer, rules, of }) => {
    expect(verdict(rules, of)).toBe(answer);
    expect(verdict([...rules].reverse(), of)).toBe(answer);
  });
});

test('a split range is told in exact sets', () => {
  const ruling = rulingOf({ rules: [from('203.0.113.64/26')] }, flow('203.0.113.0/24'));
  expect(ruling).toMatchObject({ access: 'partly' });
  if (ruling.access !== 'partly') return;
  expect(ruling.allowed.toCidrs()).toEqual(['203.0.113.64/26']);
  expect(ruling.denied.toCidrs()).toEqual(['203.0.113.0/26', '203.0.113.128/25']);
});

test('an open answer says what it hangs on', () => {
  const because = (rules: SecurityRule[]) => {
    const ruling = rulingOf({ rules }, flow());
    return ruling.access === 'undetermined' ? ruling.because : undefined;
  };
  expect(because([from('AzureCloud.westeurope')])).toContain('AzureCloud.westeurope');
  expect(because([from('789')])).toContain('789');
  expect(because([rule({ sourcePorts: ['50000'] })])).toContain('ports');
});

test('the missing default rules are added, and none that is there', () => {
  expect(withDefaultRules([]).map(({ name }) => name)).toEqual(defaultRules.map(({ name }) => name));
  expect(withDefaultRules(defaultRules)).toBe(defaultRules);
  const some = [rule(), ...defaultRules.slice(1)];
  expect(withDefaultRules(some)).toHaveLength(7);
  const renamed = defaultRules.map((each) => ({ ...each, name: `Default${each.name}` }));
  expect(withDefaultRules(renamed)).toBe(renamed);
});

test('a flow without sources is refused', () => {
  const nobody = { ...flow(), sources: AddressSet.empty };
  expect(() => rulingOf({ rules: [] }, nobody)).toThrow(RangeError);
  const route = { subnetNsg: nsg('s'), nicNsg: undefined, endpointSku: 'Basic' as const };
  expect(() => wayIn({ ...route, flow: nobody })).toThrow(RangeError);
});

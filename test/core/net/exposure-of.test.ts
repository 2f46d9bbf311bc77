import { describe, expect, test } from 'vitest';
import { nsgFromArm } from '../../../src/core/audit/arm/nsg-from-arm.ts';
import type { SecurityRule } from '../../../src/core/facts.ts';
import type { ExposureContext, ExposureKind, Verdict } from '../../../src/core/net/exposure.ts';
import { exposureTo } from './exposure.ts';
import { rule } from './make.ts';

interface Row {
  readonly name: string;
  readonly rules: readonly SecurityRule[];
  readonly context?: Partial<ExposureContext>;
  readonly verdict: Verdict;
  readonly kinds?: readonly ExposureKind[];
  /** Public IPv4 addresses that get in. */
  readonly addresses?: number;
  readonly lets?: readonly string[];
  readonly remarks?: readonly string[];
}

/** 2^32 without 0/8, 10/8, 127/8, 224/4, 240/4, 100.64/10, 169.254/16, 172.16/12, 192.168/16 and 168.63.129.16. */
const everybody = 2 ** 32 - 3 * 2 ** 24 - 2 * 2 ** 28 - 2 ** 22 - 2 ** 16 - 2 ** 20 - 2 ** 16 - 1;
const open = { verdict: 'open', kinds: ['all-internet'], addresses: everybody } as const;
const closed = { verdict: 'closed', kinds: [], addresses: 0 } as const;
const deny = (parts: Partial<SecurityRule> = {}) => rule({ name: 'deny', access: 'Deny', ...parts });
const from = (...sources: string[]) => rule({ sources });
const asg = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/applicationSecurityGroups/web';

const rows: readonly Row[] = [
  {
    name: '2: ascending priority, wherever a rule stands in the list',
    rules: [rule({ priority: 200 }), deny()],
    ...closed,
  },
  { name: '2: a deny with a higher number comes too late', rules: [deny({ priority: 200 }), rule()], ...open },
  { name: '3: no rules: the default rules deny', rules: [], ...closed },
  { name: '3: outbound rules let nobody in', rules: [rule({ direction: 'Outbound' })], ...closed },
  { name: '9: *', rules: [from('*')], ...open, lets: ['ssh'] },
  { name: '9: 0.0.0.0/0', rules: [from('0.0.0.0/0')], ...open },
  { name: '9: Any, the word of the portal', rules: [from('Any')], ...open },
  { name: '9: any in small letters', rules: [from('any')], ...open },
  { name: '10: Internet', rules: [from('Internet')], ...open },
  { name: '10: internet in small letters', rules: [from('internet')], ...open },
  {
    name: '10: Internet holds no private address',
    rules: [deny({ sources: ['Internet'] }), from('172.31.0.100')],
    ...closed,
  },
  {
    name: '10: Internet holds AzureCloud',
    rules: [deny({ sources: ['Internet'] }), rule({ priority: 200, sources: ['AzureCloud'] })],
    ...closed,
  },
  { name: '11: VirtualNetwork', rules: [from('VirtualNetwork')], ...closed },
  {
    name: '11: a default route to an appliance lets the internet in by the default rule',
    rules: [],
    context: { routePrefixes: ['0.0.0.0/0'] },
    verdict: 'open',
    kinds: ['all-internet', 'virtual-network-route'],
    lets: ['AllowVnetInBound'],
  },
  {
    name: '11: a deny of Internet in front of the default rule',
    rules: [deny({ sources: ['Internet'] })],
    context: { routePrefixes: ['0.0.0.0/0'] },
    ...closed,
  },
  {
    name: "11: a network's own public prefixes are nobody's on the internet",
    rules: [from('VirtualNetwork')],
    context: { vnetPrefixes: ['20.0.0.0/8'], routePrefixes: ['20.0.0.0/8'] },
    ...closed,
  },
  { name: '12: AzureLoadBalancer', rules: [from('AzureLoadBalancer')], ...closed },
  { name: '12: 168.63.129.16', rules: [from('168.63.129.16')], ...closed },
  {
    name: '13: AzureCloud',
    rules: [from('AzureCloud')],
    verdict: 'partial',
    kinds: ['azure-cloud'],
    addresses: 0,
    lets: ['ssh'],
    remarks: ['service-tag'],
  },
  {
    name: '13: azurecloud.westeurope',
    rules: [from('azurecloud.westeurope')],
    verdict: 'partial',
    kinds: ['azure-cloud'],
  },
  {
    name: '13: AzureCloud denied in front of one of its regions',
    rules: [deny({ sources: ['AzureCloud'] }), rule({ priority: 200, sources: ['AzureCloud.westeurope'] })],
    ...closed,
  },
  {
    name: '13: one region denied in front of AzureCloud',
    rules: [deny({ sources: ['AzureCloud.westeurope'] }), rule({ priority: 200, sources: ['AzureCloud'] })],
    verdict: 'partial',
    kinds: ['azure-cloud'],
  },
  { name: '13: a tag of a service', rules: [from('AzureDevOps')], ...closed, remarks: ['service-tag'] },
  {
    name: '13: a deny of a tag takes nothing exact away',
    rules: [deny({ sources: ['AzureCloud'] }), rule({ priority: 200 })],
    ...open,
  },
  {
    name: '14: an application security group as a source',
    rules: [rule({ sources: [], sourceAsgIds: [asg] })],
    ...closed,
  },
  { name: '15: several prefixes', rules: [from('203.0.113.0/24', '0.0.0.0/0')], ...open },
  {
    name: '16: 0.0.0.0/0 denied, * behind it: IPv6 alone',
    rules: [deny({ sources: ['0.0.0.0/0'] }), rule({ priority: 200 })],
    verdict: 'partial',
    kinds: ['ipv6'],
    addresses: 0,
  },
  { name: '16: ::/0', rules: [from('::/0')], verdict: 'partial', kinds: ['ipv6'], addresses: 0 },
  { name: '16: 2000::/3', rules: [from('2000::/3')], verdict: 'partial', kinds: ['ipv6'], addresses: 0 },
  {
    name: '16: ::/0 denied says nothing of IPv4',
    rules: [deny({ sources: ['::/0'] }), rule({ priority: 200, sources: ['0.0.0.0/0'] })],
    ...open,
  },
  { name: '16: a small IPv6 block', rules: [from('2001:db8::/32')], verdict: 'narrow', addresses: 0 },
  { name: '16: unique local IPv6 addresses', rules: [from('fd00::/8')], ...closed },
  { name: '17: an address without a mask is one host', rules: [from('203.0.113.7')], verdict: 'narrow', addresses: 1 },
  { name: '17: 0.0.0.0', rules: [from('0.0.0.0')], ...closed, remarks: ['nobodys-address'] },
  { name: '17: 0.0.0.0/8', rules: [from('0.0.0.0/8')], ...closed, remarks: ['nobodys-address'] },
  {
    name: '17: 0.0.0.0/32 denied hides nothing',
    rules: [deny({ sources: ['0.0.0.0/32'] }), rule({ priority: 200 })],
    ...open,
  },
  { name: '18: two halves in one rule', rules: [from('0.0.0.0/1', '128.0.0.0/1')], ...open },
  {
    name: '18: two halves in two rules',
    rules: [from('0.0.0.0/1'), rule({ name: 'b', priority: 200, sources: ['128.0.0.0/1'] })],
    ...open,
    lets: ['ssh', 'b'],
  },
  { name: '18: one half', rules: [from('128.0.0.0/1')], verdict: 'partial', kinds: ['source-range'] },
  {
    name: '18: three quarters',
    rules: [from('0.0.0.0/2', '64.0.0.0/2', '128.0.0.0/2')],
    verdict: 'partial',
    kinds: ['source-range'],
  },
  {
    name: '18: 223 blocks of /8',
    rules: [from(...Array.from({ length: 223 }, (_, at) => `${at + 1}.0.0.0/8`))],
    ...open,
  },
  {
    name: '18: 10.0.0.0/7 lets in 11.0.0.0/8',
    rules: [from('10.0.0.0/7')],
    verdict: 'partial',
    kinds: ['source-range'],
    addresses: 2 ** 24,
  },
  { name: '18: 172.0.0.0/8', rules: [from('172.0.0.0/8')], verdict: 'partial', addresses: 2 ** 24 - 2 ** 20 },
  { name: '18: 192.0.0.0/8', rules: [from('192.0.0.0/8')], verdict: 'partial', addresses: 2 ** 24 - 2 ** 16 },
  { name: '18: 10.0.0.0/8', rules: [from('10.0.0.0/8')], ...closed },
  { name: '18: a /9 is partly open', rules: [from('8.0.0.0/9')], verdict: 'partial', addresses: 2 ** 23 },
  {
    name: '18: a /10 is an allow-list, and a wide one',
    rules: [from('8.0.0.0/10')],
    verdict: 'narrow',
    addresses: 2 ** 22,
    remarks: ['wide-allow-list'],
  },
  { name: '18: a /16 is no wide one', rules: [from('8.8.0.0/16')], verdict: 'narrow', addresses: 2 ** 16, remarks: [] },
  {
    name: '18: two allow-lists are judged together',
    rules: [from('8.0.0.0/10'), rule({ name: 'b', priority: 101, sources: ['8.64.0.0/10'] })],
    verdict: 'partial',
    addresses: 2 ** 23,
  },
  {
    name: '19: a public address as destination',
    rules: [rule({ destinations: ['20.51.230.13'] })],
    ...closed,
    remarks: ['public-destination'],
  },
  {
    name: '19: unless the network has it',
    rules: [rule({ destinations: ['20.51.230.13'] })],
    context: { vnetPrefixes: ['20.51.230.0/24'], hosts: [{ address: '20.51.230.13', asgIds: [] }] },
    ...open,
    remarks: [],
  },
  {
    name: '20: one host',
    rules: [rule({ destinations: ['10.0.0.4'] })],
    verdict: 'partial',
    kinds: ['some-destinations'],
    addresses: everybody,
  },
  {
    name: '20: the only host',
    rules: [rule({ destinations: ['10.0.0.4'] })],
    context: { hosts: [{ address: '10.0.0.4', asgIds: [] }] },
    ...open,
  },
  {
    name: '20: another host',
    rules: [rule({ destinations: ['10.0.0.5'] })],
    context: { hosts: [{ address: '10.0.0.4', asgIds: [] }] },
    ...closed,
  },
  {
    name: '20: one of two configurations of an interface',
    rules: [rule({ destinations: ['10.0.0.5'] })],
    context: { hosts: ['10.0.0.4', '10.0.0.5'].map((address) => ({ address, asgIds: [] })) },
    verdict: 'partial',
    kinds: ['some-destinations'],
  },
  {
    name: '20: members of an application security group',
    rules: [rule({ destinations: [], destinationAsgIds: [asg] })],
    verdict: 'partial',
    kinds: ['some-destinations'],
  },
  {
    name: '20: a member',
    rules: [rule({ destinations: [], destinationAsgIds: [asg] })],
    context: { hosts: [{ address: '10.0.0.4', asgIds: [asg.toUpperCase()] }] },
    ...open,
  },
  {
    name: '20: a deny to members leaves the others open',
    rules: [deny({ destinations: [], destinationAsgIds: [asg] }), rule({ priority: 200 })],
    ...open,
  },
  {
    name: '20: a deny to one host leaves the others open',
    rules: [deny({ destinations: ['10.0.0.4'] }), rule({ priority: 200 })],
    ...open,
  },
  {
    name: '11: a route of one subnet lets the internet in to the hosts there, and to no others',
    rules: [],
    context: {
      hosts: [
        { address: '10.0.0.4', asgIds: [], routePrefixes: ['0.0.0.0/0'] },
        { address: '10.0.1.4', asgIds: [], routePrefixes: [] },
      ],
      vnetPrefixes: ['10.0.0.0/16'],
    },
    verdict: 'partial',
    kinds: ['some-destinations', 'virtual-network-route'],
    addresses: everybody,
    lets: ['AllowVnetInBound'],
  },
  {
    name: '18: two /10s to two hosts are a /9 together',
    rules: [
      rule({ name: 'a', sources: ['8.0.0.0/10'], destinations: ['10.0.0.4'] }),
      rule({ name: 'b', priority: 110, sources: ['8.64.0.0/10'], destinations: ['10.0.0.5'] }),
    ],
    verdict: 'partial',
    kinds: ['source-range', 'some-destinations'],
    addresses: 2 ** 23,
    lets: ['a', 'b'],
  },
  {
    name: '20: the private addresses of RFC 1918 are all that there usually are',
    rules: [rule({ destinations: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] })],
    ...open,
  },
  {
    name: '20: shared address space is some of the hosts',
    rules: [rule({ destinations: ['100.64.0.0/10'] })],
    verdict: 'partial',
    kinds: ['some-destinations'],
  },
  {
    name: '19: the tag Internet as destination',
    rules: [rule({ destinations: ['Internet'], destinationPorts: ['*'] })],
    ...closed,
    remarks: ['public-destination'],
  },
  { name: '20: VirtualNetwork is every host', rules: [rule({ destinations: ['VirtualNetwork'] })], ...open },
  {
    name: '20: every private block is every host',
    rules: [rule({ destinations: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'] })],
    ...open,
  },
  {
    name: '20: an allow-list to one host',
    rules: [rule({ destinations: ['10.0.0.4'], sources: ['203.0.113.0/24'] })],
    verdict: 'narrow',
    addresses: 256,
  },
  { name: '21: 22', rules: [rule({ destinationPorts: ['22'] })], ...open },
  { name: '21: 20-25', rules: [rule({ destinationPorts: ['20-25'] })], ...open },
  { name: '21: 22-22', rules: [rule({ destinationPorts: ['22-22'] })], ...open },
  { name: '21: *', rules: [rule({ destinationPorts: ['*'] })], ...open },
  { name: '21: 0-65535', rules: [rule({ destinationPorts: ['0-65535'] })], ...open },
  { name: '21: a list', rules: [rule({ destinationPorts: ['443', '8000-8100', '22'] })], ...open },
  { name: '21: a gap', rules: [rule({ destinationPorts: ['0-21', '23-65535'] })], ...closed },
  { name: '21: 220 and 2222', rules: [rule({ destinationPorts: ['220', '2222', '122'] })], ...closed },
  {
    name: '22: an allow by source port keeps nobody out',
    rules: [rule({ sourcePorts: ['1024'] })],
    ...open,
    remarks: ['source-ports'],
  },
  {
    name: '22: a deny by source port is none',
    rules: [deny({ sourcePorts: ['1024-65535'] }), rule({ priority: 200 })],
    ...open,
  },
  {
    name: '22: denies of all source ports together are one',
    rules: [
      deny({ sourcePorts: ['0-1023'] }),
      deny({ priority: 101, sourcePorts: ['1024-65535'] }),
      rule({ priority: 200 }),
    ],
    ...closed,
  },
  {
    name: '22: an allow by source ports behind a deny of the same',
    rules: [deny({ sourcePorts: ['1-2000'] }), rule({ priority: 200, sourcePorts: ['1000-1500'] })],
    ...closed,
  },
  { name: '22: source port 22', rules: [rule({ sourcePorts: ['22'], destinationPorts: ['443'] })], ...closed },
  ...['Tcp', 'TCP', 'tcp', '*'].map((protocol) => ({ name: `23: ${protocol}`, rules: [rule({ protocol })], ...open })),
  ...['Udp', 'UDP', 'Icmp', 'Esp', 'Ah'].map((protocol) => ({
    name: `23: ${protocol}`,
    rules: [rule({ protocol })],
    ...closed,
  })),
  {
    name: '24: access and direction in any case',
    rules: [rule({ access: 'allow' as 'Allow', direction: 'INBOUND' as 'Inbound' })],
    ...open,
  },
];

describe('facts about security groups', () => {
  test.each(rows)('$name', ({ rules, context, verdict, kinds, addresses, lets, remarks }) => {
    const exposure = exposureTo(rules, context);
    expect(exposure.verdict).toBe(verdict);
    if (kinds !== undefined) expect(exposure.kinds).toEqual(kinds);
    if (addresses !== undefined) expect(exposure.publicIpv4Addresses).toBe(addresses);
    if (lets !== undefined) expect(exposure.rules.map(({ name }) => name)).toEqual(lets);
    if (remarks !== undefined) expect(exposure.remarks.map(({ kind }) => kind)).toEqual(remarks);
  });

  test('the share of everybody is 1', () => {
    expect(exposureTo([rule()])).toMatchObject({ publicIpv4Share: 1, publicIpv6Share: 1 });
  });

  test('thresholds can be others', () => {
    expect(exposureTo([from('8.0.0.0/10')], { thresholds: { ipv4Bits: 10, ipv6Bits: 11 } }).verdict).toBe('partial');
    expect(exposureTo([from('2a00::/11')], { thresholds: { ipv4Bits: 9, ipv6Bits: 10 } }).verdict).toBe('narrow');
    expect(exposureTo([from('2a00::/11')]).verdict).toBe('partial');
  });

  test('a rule in the dark is told with what shadows it', () => {
    const { shadowed } = exposureTo([deny({ sources: ['Internet'] }), rule({ name: 'late', priority: 200 })]);
    expect(shadowed.map(({ rule: { name }, by, wholly }) => [name, by.map((each) => each.name), wholly])).toEqual([
      // Over IPv6 too: Internet holds all that is public.
      ['late', ['deny'], true],
    ]);
  });

  test.each<[string, readonly SecurityRule[], Partial<ExposureContext>, readonly unknown[]]>([
    ['of everybody', [rule(), deny({ priority: 200 })], {}, [['deny', ['ssh'], true]]],
    [
      "27: Defender's own, behind an older allow",
      [rule(), deny({ priority: 4096, protocol: '*', destinations: ['10.0.0.4'] })],
      {},
      [['deny', ['ssh'], true]],
    ],
    ['over IPv4 alone', [from('0.0.0.0/0'), deny({ priority: 200 })], {}, [['deny', ['ssh'], false]]],
    [
      'of an address on a list',
      [from('203.0.113.0/24'), deny({ priority: 200, sources: ['203.0.113.7'] })],
      {},
      [['deny', ['ssh'], true]],
    ],
    ['not: it keeps out all but a list', [from('203.0.113.0/24'), deny({ priority: 200 })], {}, []],
    [
      'not: it stands in front',
      [deny({ sources: ['203.0.113.7'] }), rule({ priority: 200 })],
      {},
      [['ssh', ['deny'], false]],
    ],
    [
      'not: to another host it keeps them out',
      [rule({ destinations: ['10.0.0.4'] }), deny({ priority: 200 })],
      {
        hosts: [
          { address: '10.0.0.4', asgIds: [] },
          { address: '10.0.0.5', asgIds: [] },
        ],
      },
      [],
    ],
    [
      'not: only an allow behind it lets them in, from other source ports',
      [deny({ sources: ['203.0.113.7'], sourcePorts: ['1024-65535'] }), rule({ priority: 200 })],
      {},
      [],
    ],
    [
      'to each of many hosts of two kinds',
      [
        rule({ name: 'one', destinations: ['10.0.0.4'] }),
        rule({ name: 'rest', priority: 150 }),
        deny({ priority: 200, sources: ['203.0.113.7'], destinations: ['10.0.0.0/24'] }),
      ],
      { hosts: Array.from({ length: 9 }, (_each, at) => ({ address: `10.0.0.${at}`, asgIds: [] })) },
      [
        ['rest', ['one'], false],
        ['deny', ['rest', 'one'], true],
      ],
    ],
    [
      'not: it is for another host',
      [rule({ destinations: ['10.0.0.4'] }), deny({ priority: 200, destinations: ['10.0.0.5'] })],
      {},
      [],
    ],
  ])('a Deny that keeps nobody out: %s', (_, rules, context, expected) => {
    const { shadowed } = exposureTo(rules, context);
    expect(shadowed.map(({ rule: { name }, by, wholly }) => [name, by.map((each) => each.name), wholly])).toEqual(
      expected,
    );
  });

  test('a narrow deny in front shadows in part', () => {
    const { shadowed, verdict } = exposureTo([
      deny({ sources: ['203.0.113.0/24'] }),
      rule({ name: 'late', priority: 200 }),
    ]);
    expect(verdict).toBe('open');
    expect(shadowed.map(({ rule: { name }, wholly }) => [name, wholly])).toEqual([['late', false]]);
  });
});

describe('what is not understood', () => {
  const cases: readonly Pick<Row, 'name' | 'rules' | 'verdict'>[] = [
    { name: 'a source in an allow', rules: [from('10.0.0.300')], verdict: 'unknown' },
    {
      name: 'a source in an allow behind one that is open',
      rules: [rule(), rule({ priority: 200, sources: ['?'] })],
      verdict: 'open',
    },
    { name: 'a source in a deny in front of nothing', rules: [deny({ sources: ['?'] })], verdict: 'closed' },
    {
      name: 'a source in a deny in front of an allow',
      rules: [deny({ sources: ['?'] }), rule({ priority: 200 })],
      verdict: 'unknown',
    },
    {
      name: 'which of two of the same priority comes first',
      rules: [rule({ name: 'a' }), deny({ name: 'b' })],
      verdict: 'unknown',
    },
    {
      name: 'the same, turned round',
      rules: [deny({ name: 'b' }), rule({ name: 'a' })],
      verdict: 'unknown',
    },
    {
      name: 'which comes first, where it does not matter',
      rules: [rule({ priority: 50 }), rule({ name: 'a' }), deny({ name: 'b' })],
      verdict: 'open',
    },
    { name: 'a protocol', rules: [rule({ protocol: 'Sctp' })], verdict: 'unknown' },
    { name: 'ports', rules: [rule({ destinationPorts: ['ssh'] })], verdict: 'unknown' },
    { name: 'source ports', rules: [rule({ sourcePorts: ['high'] })], verdict: 'unknown' },
    { name: 'no source ports', rules: [rule({ sourcePorts: [] })], verdict: 'unknown' },
    { name: 'no destination', rules: [rule({ destinations: [] })], verdict: 'unknown' },
    {
      name: 'ports of a rule for a private source',
      rules: [rule({ destinationPorts: ['ssh'], sources: ['10.0.0.0/8'] })],
      verdict: 'closed',
    },
    { name: 'a priority, where all rules agree', rules: [rule({ priority: Number.NaN })], verdict: 'open' },
    {
      name: 'a priority, where rules do not agree',
      rules: [rule({ priority: Number.NaN }), deny({ priority: 200 })],
      verdict: 'unknown',
    },
  ];

  test.each(cases)('$name', ({ rules, verdict }) => {
    const exposure = exposureTo(rules);
    expect(exposure.verdict).toBe(verdict);
    expect(exposure.because === undefined).toBe(verdict !== 'unknown');
  });
});

describe('what scanners get wrong', () => {
  const read = (properties: object) => {
    const found = nsgFromArm({
      name: 'g',
      properties: { securityRules: [{ name: 'r', properties: { ...usual, ...properties } }] },
    });
    if (found.kind !== 'read') throw new Error(found.because);
    return exposureTo(found.nsg.rules).verdict;
  };
  const usual = {
    priority: 100,
    direction: 'Inbound',
    access: 'Allow',
    protocol: 'Tcp',
    sourceAddressPrefix: '*',
    sourcePortRange: '*',
    destinationAddressPrefix: '*',
    destinationPortRange: '22',
  };
  const without = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, undefined]));

  test('addresses are compared as text: halves of the internet pass for an allow-list', () => {
    expect(read({ ...without('sourceAddressPrefix'), sourceAddressPrefixes: ['0.0.0.0/1', '128.0.0.0/1'] })).toBe(
      'open',
    );
  });
  test('only the singular source is read', () => {
    expect(read({ ...without('sourceAddressPrefix'), sourceAddressPrefixes: ['0.0.0.0/0'] })).toBe('open');
  });
  test('only the singular port is read', () => {
    expect(read({ ...without('destinationPortRange'), destinationPortRanges: ['443', '22'] })).toBe('open');
  });
  test('port * is missed', () => expect(read({ destinationPortRange: '*' })).toBe('open'));
  test('TCP in capitals is missed', () => expect(read({ protocol: 'TCP' })).toBe('open'));
  test('internet in small letters is missed', () => expect(read({ sourceAddressPrefix: 'internet' })).toBe('open'));
  test('Internet is missed', () => expect(read({ sourceAddressPrefix: 'Internet' })).toBe('open'));
  test('::/0 is missed', () => expect(read({ sourceAddressPrefix: '::/0' })).toBe('partial'));
  test('Udp is counted as SSH', () => expect(read({ protocol: 'Udp' })).toBe('closed'));
  test('a deny in front is ignored', () =>
    expect(exposureTo([deny(), rule({ priority: 200 })]).verdict).toBe('closed'));
  test('a narrow deny hides a wide allow', () =>
    expect(exposureTo([deny({ sources: ['203.0.113.7'] }), rule({ priority: 200 })]).verdict).toBe('open'));
  test('source ports are taken for destination ports', () =>
    expect(read({ sourcePortRange: '22', destinationPortRange: '443' })).toBe('closed'));
  test('0.0.0.0 is called open', () => expect(read({ sourceAddressPrefix: '0.0.0.0' })).toBe('closed'));
});

import { describe, expect, test } from 'vitest';
import type { Survey } from '../../../src/core/audit/audit-run.ts';
import {
  adminRule,
  balancer,
  configurationId,
  forward,
  idOf,
  ip,
  network,
  nic,
  nsg,
  routes,
  rule,
  subnetId,
  surveyOf,
  vm,
} from './arm-world.ts';

/** Findings in short: name, verdict, severity, and each path: how it comes, or what stops it. */
function inShort({ findings }: Survey): string {
  return findings
    .map(({ name, verdict, severity, paths }) => {
      const ways = paths.map(({ machine, endpoint, isOpen, stoppedBy }) => {
        const way = endpoint === undefined ? 'nothing' : `${endpoint.via} :${endpoint.port}`;
        const end = stoppedBy === undefined ? machine.name : `${stoppedBy.layer} ${stoppedBy.name ?? ''}`.trim();
        return isOpen === true ? `${way} > ${machine.name}` : `${way} ${isOpen === false ? 'x' : '?'} ${end}`;
      });
      return [`${name} ${verdict} ${severity}`, ...ways].join(', ');
    })
    .join('; ');
}

/** A machine with an address of its own behind a subnet. */
const machine = (parts: Parameters<typeof nic>[1] = {}, power?: string, sku?: string) => [
  nic('nic', { vm: 'vm', ip: 'ip', ...parts }),
  ip('ip', sku),
  vm('vm', power),
];
const plain = network({ default: {} });
const half = [rule({ from: '0.0.0.0/1' })];
const instance = '/virtualMachineScaleSets/set/virtualMachines/0/networkInterfaces/y';
const ofScaleSet = { networkInterfaces: [{ id: `/subscriptions/s1/resourceGroups/rg/providers/x${instance}` }] };

interface Row {
  readonly statement: string;
  readonly world: readonly unknown[];
  readonly answer: string;
}

function check(rows: readonly Row[]) {
  test.each(rows)('$statement', async ({ world, answer }) => {
    expect(inShort(await surveyOf(world))).toBe(answer);
  });
}

describe('severity', () => {
  check([
    {
      statement: 'everybody to a running machine: critical',
      world: [plain, nsg('a'), ...machine({ nsg: 'a' })],
      answer: 'a open critical, public-ip :22 > vm',
    },
    {
      statement: "by the subnet's group",
      world: [network({ default: { nsg: 'a' } }), nsg('a'), ...machine()],
      answer: 'a open critical, public-ip :22 > vm',
    },
    {
      statement: 'a stopped machine: high',
      world: [plain, nsg('a'), ...machine({ nsg: 'a' }, 'deallocated')],
      answer: 'a open high, public-ip :22 > vm',
    },
    {
      statement: 'half of the internet: high',
      world: [plain, nsg('a', half), ...machine({ nsg: 'a' })],
      answer: 'a partial high, public-ip :22 > vm',
    },
    {
      statement: 'two halves are the whole',
      world: [
        plain,
        nsg('a', [...half, rule({ name: 'b', priority: 101, from: '128.0.0.0/1' })]),
        ...machine({ nsg: 'a' }),
      ],
      answer: 'a open critical, public-ip :22 > vm',
    },
    {
      statement: 'all of Azure: high',
      world: [plain, nsg('a', [rule({ from: 'AzureCloud' })]), ...machine({ nsg: 'a' })],
      answer: 'a partial high, public-ip :22 > vm',
    },
    {
      statement: 'a scale set: high',
      world: [nsg('a', [rule()], ofScaleSet)],
      answer: 'a open high',
    },
    {
      statement: 'no public address: medium',
      world: [plain, nsg('a'), nic('nic', { vm: 'vm', nsg: 'a' }), vm('vm')],
      answer: 'a open medium, nothing x no-public-endpoint',
    },
    {
      statement: 'an empty subnet: medium',
      world: [network({ default: { nsg: 'a' } }), nsg('a')],
      answer: 'a open medium',
    },
    { statement: 'it guards nothing: low', world: [nsg('a')], answer: 'a open low' },
    {
      statement: 'IPv6 where nobody has it: low',
      world: [plain, nsg('a', [rule({ from: '::/0' })]), ...machine({ nsg: 'a' })],
      answer: 'a partial low, public-ip :22 x nic-nsg a',
    },
    {
      statement: 'IPv6 to a machine that has it: critical',
      world: [
        plain,
        nsg('a', [rule({ from: '::/0' })]),
        nic('nic', { vm: 'vm', nsg: 'a', ip: 'ip', address: 'fd00::4' }),
        ip('ip', 'Standard', '2603:1020::5'),
        vm('vm'),
      ],
      answer: 'a partial critical, public-ip :22 > vm',
    },
    {
      statement: 'IPv4 to a machine that only has IPv6',
      world: [
        plain,
        nsg('a', [rule({ from: '0.0.0.0/0' })]),
        nic('nic', { vm: 'vm', nsg: 'a', ip: 'ip', address: 'fd00::4' }),
        ip('ip', 'Standard', '2603:1020::5'),
        vm('vm'),
      ],
      answer: '',
    },
    {
      statement: 'an address that nobody has: info',
      world: [plain, nsg('a', [rule({ from: '0.0.0.0' })]), ...machine({ nsg: 'a' })],
      answer: 'a closed info, public-ip :22 x nic-nsg a',
    },
    {
      statement: 'a rule that never matches: info',
      world: [
        plain,
        nsg('a', [rule({ access: 'Deny' }), rule({ name: 'late', priority: 200 })]),
        ...machine({ nsg: 'a' }),
      ],
      answer: 'a closed info, public-ip :22 x nic-nsg a',
    },
    {
      statement: 'an allow-list that is there twice: info',
      world: [
        plain,
        nsg('a', [rule({ from: '20.1.2.0/24' }), rule({ name: 'late', priority: 200, from: '20.1.2.3' })]),
        ...machine({ nsg: 'a' }),
      ],
      answer: 'a narrow info, public-ip :22 x nic-nsg a',
    },
    {
      statement: 'a wide allow-list: info',
      world: [plain, nsg('a', [rule({ from: '20.0.0.0/12' })]), ...machine({ nsg: 'a' })],
      answer: 'a narrow info, public-ip :22 x nic-nsg a',
    },
    {
      statement: "an allow-list is nobody's finding",
      world: [plain, nsg('a', [rule({ from: '20.1.2.0/24' })]), ...machine({ nsg: 'a' })],
      answer: '',
    },
    {
      statement: 'neither is another port',
      world: [plain, nsg('a', [rule({ ports: '443' })]), ...machine({ nsg: 'a' })],
      answer: '',
    },
    {
      statement: 'the worst come first',
      world: [plain, nsg('z'), nsg('b', half), nsg('a'), ...machine({ nsg: 'z' })],
      answer: 'z open critical, public-ip :22 > vm; a open low; b partial low',
    },
  ]);
});

describe('what stops a path', () => {
  const both = (subnets: readonly unknown[], own: readonly unknown[]) => [
    network({ default: { nsg: 's' } }),
    nsg('s', subnets),
    nsg('n', own),
    ...machine({ nsg: 'n' }),
  ];
  const withAdmin = (...rules: readonly unknown[]) => [
    network({ default: {} }, { effectiveSecurityAdminRules: rules }),
    nsg('a'),
    ...machine({ nsg: 'a' }),
  ];
  check([
    {
      statement: "the subnet's group",
      world: both([], [rule()]),
      answer: 'n open medium, public-ip :22 x subnet-nsg s',
    },
    {
      statement: "the interface's group",
      world: both([rule()], []),
      answer: 's open medium, public-ip :22 x nic-nsg n',
    },
    {
      statement: 'neither: both are findings',
      world: both([rule()], [rule()]),
      answer: 'n open critical, public-ip :22 > vm; s open critical, public-ip :22 > vm',
    },
    {
      statement: 'each lets in another half: together nobody',
      world: both(half, [rule({ from: '128.0.0.0/1' })]),
      answer: 's partial medium, public-ip :22 x nic-nsg n; n partial medium, public-ip :22 x nic-nsg n',
    },
    {
      statement: 'one of the two lets in half: a part of the internet',
      world: both([rule()], half),
      answer: 's open high, public-ip :22 > vm; n partial high, public-ip :22 > vm',
    },
    {
      statement: 'an admin rule that denies',
      world: withAdmin(adminRule('Deny')),
      answer: 'a open medium, public-ip :22 x admin-rules',
    },
    {
      statement: 'an admin rule that denies a half',
      world: withAdmin(adminRule('Deny', '0.0.0.0/1')),
      answer: 'a open high, public-ip :22 > vm',
    },
    {
      statement: 'an admin rule that allows hands on',
      world: withAdmin(adminRule('Allow'), adminRule('Deny', '*', 2)),
      answer: 'a open critical, public-ip :22 > vm',
    },
    {
      statement: 'an admin rule that is not understood stops nothing',
      world: withAdmin(adminRule('Perhaps')),
      answer: 'a open critical, public-ip :22 > vm',
    },
    {
      statement: 'a rule for another machine only',
      world: [plain, nsg('a', [rule({ to: '10.0.0.9' })]), ...machine({ nsg: 'a' })],
      answer: '',
    },
    {
      statement: 'a rule for an application security group, of its members only',
      world: [
        network({ default: { nsg: 'a' } }),
        nsg('a', [rule({ toAsg: 'web' })]),
        ...machine({ asgs: ['WEB'] }),
        nic('other-nic', { vm: 'other', ip: 'other-ip', address: '10.0.0.5' }),
        ip('other-ip', 'Standard', '20.1.2.4'),
        vm('other'),
      ],
      answer: 'a partial critical, public-ip :22 > vm, public-ip :22 x subnet-nsg a',
    },
  ]);

  test('an admin rule that always allows lets in past both groups', async () => {
    const world = [
      network({ default: { nsg: 's' } }, { effectiveSecurityAdminRules: [adminRule('AlwaysAllow')] }),
      nsg('s'),
      nsg('n', []),
      ...machine({ nsg: 'n' }),
    ];
    expect(inShort(await surveyOf(world))).toBe(
      's open critical, public-ip :22 > vm; n closed critical, public-ip :22 > vm',
    );
  });

  test('admin rules that could not be read are said, and close nothing', async () => {
    const survey = await surveyOf(withAdmin(adminRule('Perhaps')));
    const sentence = "Whether Virtual Network Manager's admin rules shut the internet out could not be read.";
    expect(survey.notEvaluated).toEqual([
      "Whether Virtual Network Manager's admin rules let the internet in past closed groups is not known in 1 network: net.",
      sentence,
    ]);
    expect(survey.findings[0]?.remarks).toContain(sentence);
  });
});

describe('machines without any group', () => {
  const bare = (sku: string, power?: string) => [plain, ...machine({}, power, sku)];
  check([
    { statement: 'Basic is open', world: bare('Basic'), answer: 'vm open critical, public-ip :22 > vm' },
    { statement: 'Basic, stopped', world: bare('Basic', 'deallocated'), answer: 'vm open high, public-ip :22 > vm' },
    { statement: 'Standard is closed', world: bare('Standard'), answer: '' },
    { statement: 'so is a newer Standard', world: bare('StandardV2'), answer: '' },
    { statement: 'no sku: it may be open', world: bare(''), answer: 'vm open critical, public-ip :22 > vm' },
    {
      statement: "a group of the subnet's guards it",
      world: [network({ default: { nsg: 'shut' } }), nsg('shut', []), ...machine({}, undefined, 'Basic')],
      answer: '',
    },
    {
      statement: 'an admin rule shuts it',
      world: [
        network({ default: {} }, { effectiveSecurityAdminRules: [adminRule('Deny')] }),
        ...machine({}, undefined, 'Basic'),
      ],
      answer: '',
    },
    {
      statement: 'behind a Basic load balancer, whose rule only the balancer names',
      world: [
        plain,
        nic('nic', { vm: 'vm' }),
        vm('vm'),
        ip('front', 'Basic'),
        balancer(
          'lb',
          'front',
          { inboundNatRules: [forward('lb', 'nat', { backendIPConfiguration: { id: configurationId('nic') } })] },
          'Basic',
        ),
      ],
      answer: 'vm open critical, nat-rule :50001 > vm',
    },
  ]);
});

describe('load balancers', () => {
  const poolId = `${idOf('loadBalancers', 'lb')}/backendAddressPools/pool`;
  const behind = (properties: object) => [
    plain,
    nsg('a'),
    nic('nic', { vm: 'vm', nsg: 'a' }),
    vm('vm'),
    ip('front'),
    balancer('lb', 'front', properties),
  ];
  const rules = (properties: object) => ({
    loadBalancingRules: [
      forward('lb', 'rule', { frontendPort: 22, backendAddressPool: { id: poolId }, ...properties }),
    ],
  });
  const target = { backendIPConfiguration: { id: configurationId('nic').toUpperCase() } };
  check([
    {
      statement: 'a NAT rule on another port of the frontend',
      world: behind({ inboundNatRules: [forward('lb', 'nat', target)] }),
      answer: 'a open critical, nat-rule :50001 > vm',
    },
    {
      statement: 'a NAT rule to another port of the machine',
      world: behind({ inboundNatRules: [forward('lb', 'nat', { ...target, backendPort: 3389 })] }),
      answer: 'a open medium, nothing x no-public-endpoint',
    },
    {
      statement: 'a NAT rule for UDP',
      world: behind({ inboundNatRules: [forward('lb', 'nat', { ...target, protocol: 'Udp' })] }),
      answer: 'a open medium, nothing x no-public-endpoint',
    },
    {
      statement: 'a rule to a pool of configurations',
      world: behind({
        ...rules({}),
        backendAddressPools: [
          { id: poolId, properties: { backendIPConfigurations: [{ id: configurationId('nic') }] } },
        ],
      }),
      answer: 'a open critical, lb-rule :22 > vm',
    },
    {
      statement: 'a rule to a pool of addresses',
      world: behind({
        ...rules({}),
        backendAddressPools: [
          { id: poolId, properties: { loadBalancerBackendAddresses: [{ properties: { ipAddress: '10.0.0.4' } }] } },
        ],
      }),
      answer: 'a open critical, lb-rule :22 > vm',
    },
    ...(
      [
        ['with the address', {}, { virtualNetwork: { id: idOf('virtualNetworks', 'NET') } }, true],
        ['with its subnet', {}, { subnet: { id: subnetId('default') } }, true],
        ['with the pool', { virtualNetwork: { id: idOf('virtualNetworks', 'net') } }, {}, true],
        ['that has no id', { virtualNetwork: { id: '' } }, { virtualNetwork: { id: '' }, subnet: null }, true],
        ['of another name', {}, { virtualNetwork: { id: idOf('virtualNetworks', 'other') } }, false],
      ] as const
    ).map(([where, pool, address, isThere]) => ({
      statement: `a rule to an address in a network, ${where}`,
      world: behind({
        ...rules({}),
        backendAddressPools: [
          {
            id: poolId,
            properties: {
              ...pool,
              loadBalancerBackendAddresses: [{ properties: { ipAddress: '10.0.0.4', ...address } }],
            },
          },
        ],
      }),
      answer: isThere ? 'a open critical, lb-rule :22 > vm' : 'a open medium, nothing x no-public-endpoint',
    })),
    {
      statement: 'a rule to a pool of others',
      world: behind({
        ...rules({}),
        backendAddressPools: [
          { id: poolId, properties: { loadBalancerBackendAddresses: [{ properties: { ipAddress: '10.0.0.5' } }] } },
        ],
      }),
      answer: 'a open medium, nothing x no-public-endpoint',
    },
    {
      statement: 'an internal frontend is none',
      world: [
        plain,
        nsg('a'),
        nic('nic', { vm: 'vm', nsg: 'a' }),
        vm('vm'),
        balancer('lb', 'missing', {
          frontendIPConfigurations: [
            {
              id: `${idOf('loadBalancers', 'lb')}/frontendIPConfigurations/front`,
              properties: { subnet: { id: 's' } },
            },
          ],
          inboundNatRules: [forward('lb', 'nat', target)],
        }),
      ],
      answer: 'a open medium, nothing x no-public-endpoint',
    },
  ]);
});

describe('routes that put the internet into the tag VirtualNetwork', () => {
  const routed = (hop: string, nicParts: Parameters<typeof nic>[1] = {}) => [
    network({ default: { routes: 'table', nsg: 'a' } }),
    routes('table', '0.0.0.0/0', hop),
    nsg('a', []),
    ...machine(nicParts),
  ];
  check([
    {
      statement: 'to an appliance, with a public address: the default rule lets in',
      world: routed('VirtualAppliance'),
      answer: 'a open critical, public-ip :22 > vm',
    },
    {
      statement: 'to a gateway',
      world: routed('VirtualNetworkGateway'),
      answer: 'a open critical, public-ip :22 > vm',
    },
    { statement: 'to the internet as usual', world: routed('Internet'), answer: '' },
    {
      statement: 'without a public address: info',
      world: [
        network({ default: { routes: 'table', nsg: 'a' } }),
        routes('table', '0.0.0.0/0', 'VirtualAppliance'),
        nsg('a', []),
        nic('nic', { vm: 'vm' }),
        vm('vm'),
      ],
      answer: 'a open info, nothing x no-public-endpoint',
    },
    {
      statement: "behind the interface's own group",
      world: [
        network({ default: { routes: 'table' } }),
        routes('table', '0.0.0.0/0', 'VirtualAppliance'),
        nsg('a', []),
        ...machine({ nsg: 'a' }),
      ],
      answer: 'a open critical, public-ip :22 > vm',
    },
    {
      statement: 'a route for private addresses widens nothing',
      world: [
        network({ default: { routes: 'table', nsg: 'a' } }),
        routes('table', '10.0.0.0/8', 'VirtualAppliance'),
        nsg('a', []),
        ...machine(),
      ],
      answer: '',
    },
    {
      statement: 'in one of two subnets that the group guards: the machines of the other are not reached',
      world: [
        network({ default: { routes: 'table', nsg: 'a' }, other: { nsg: 'a' } }),
        routes('table', '0.0.0.0/0', 'VirtualAppliance'),
        nsg('a', []),
        ...machine(),
        nic('nic2', { vm: 'vm2', subnet: 'other', address: '10.0.1.4' }),
        vm('vm2'),
      ],
      answer: 'a partial critical, public-ip :22 > vm, nothing x no-public-endpoint',
    },
    {
      statement: 'with no way in, a group that is open by a rule of its own as well is a door one address away',
      world: [
        network({ default: { routes: 'table', nsg: 'a' } }),
        routes('table', '0.0.0.0/0', 'VirtualAppliance'),
        nsg('a', half),
        nic('nic', { vm: 'vm' }),
        vm('vm'),
      ],
      answer: 'a open medium, nothing x no-public-endpoint',
    },
  ]);
});

test('an interface of a machine that is not listed counts as one that may run', async () => {
  const world = [plain, nsg('a'), nic('nic', { vm: 'gone', nsg: 'a', ip: 'ip' }), ip('ip')];
  expect(inShort(await surveyOf(world))).toBe('a open critical, public-ip :22 > gone');
});

test('a finding says all there is to say', async () => {
  const { findings, counts } = await surveyOf([plain, nsg('a'), ...machine({ nsg: 'a' }), nsg('shut', [])]);
  expect(counts).toEqual({ nsgs: 2, rules: 1, interfaces: 1, machines: 1 });
  expect(findings[0]).toMatchObject({
    key: idOf('networkSecurityGroups', 'a').toLowerCase(),
    about: 'nsg',
    resourceGroup: 'rg',
    subscriptionId: 's1',
    subscriptionName: 'Production',
    location: 'eastus',
    kinds: ['all-internet'],
    publicIpv4Share: 1,
    sources: ['0.0.0.0/0'],
    rules: [{ name: 'ssh', priority: 100, protocol: 'Tcp', sources: ['*'], destinations: ['*'], ports: ['22'] }],
    guards: { subnets: [], interfaces: 1, scaleSets: [] },
    paths: [
      {
        machine: { id: idOf('virtualMachines', 'vm'), name: 'vm', power: 'running', os: 'Linux' },
        interfaceName: 'nic',
        privateAddress: '10.0.0.4',
        endpoint: { via: 'public-ip', address: '20.1.2.3', port: 22 },
        isOpen: true,
      },
    ],
  });
});

test('scale sets are named', async () => {
  const { findings } = await surveyOf([nsg('a', [rule()], ofScaleSet)]);
  expect(findings[0]?.guards).toEqual({ subnets: [], interfaces: 1, scaleSets: ['set'] });
});

test('of many paths the open ones come first, and the rest is counted', async () => {
  const many = Array.from({ length: 25 }, (_, at) =>
    nic(`n${at}`, { vm: `vm${at}`, nsg: 'a', address: `10.0.1.${at}` }),
  );
  const { findings } = await surveyOf([plain, nsg('a'), ...many, ...machine({ nsg: 'a' })]);
  expect(findings[0]?.paths).toHaveLength(20);
  expect(findings[0]?.morePaths).toBe(6);
  expect(findings[0]?.paths[0]).toMatchObject({ isOpen: true, machine: { name: 'vm' } });
});

test("a subnet's group is listed with its subnets", async () => {
  const { findings } = await surveyOf([network({ default: { nsg: 'a' } }), nsg('a')]);
  expect(findings[0]?.guards).toEqual({ subnets: [subnetId('default')], interfaces: 0, scaleSets: [] });
});

describe('where a Deny closes a group', () => {
  const office = rule({ name: 'office', priority: 300, from: '203.0.113.0/24' });
  const all = rule({ name: 'all', priority: 400 });
  const web = (priority: number) => rule({ name: `web-${priority}`, priority, ports: '443' });

  test.each<[string, readonly unknown[], object | undefined]>([
    ['behind the office, in front of everybody', [office, all], { rule: 'all', free: [399, 398] }],
    ['at numbers that nobody has', [office, web(399), all], { rule: 'all', free: [398, 397] }],
    [
      'nowhere, where there is no room',
      [rule({ name: 'office', priority: 399, from: '203.0.113.0/24' }), all],
      { rule: 'all', free: [] },
    ],
    [
      'in front of what opens it together',
      [rule({ priority: 200, from: '0.0.0.0/1' }), rule({ name: 'b', priority: 300, from: '128.0.0.0/1' })],
      { rule: 'ssh', free: [199, 198] },
    ],
  ])('%s', async (_, rules, opening) => {
    const { findings } = await surveyOf([plain, nsg('a', rules), ...machine({ nsg: 'a' })]);
    expect(findings[0]?.opening).toEqual(opening);
  });
});

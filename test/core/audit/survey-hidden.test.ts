import { describe, expect, test } from 'vitest';
import type { Survey } from '../../../src/core/audit/audit-run.ts';
import { compareRuns } from '../../../src/core/audit/compare-runs.ts';
import type { ArmResource, Inventory, InventoryType } from '../../../src/core/audit/inventory.ts';
import { surveyDoors } from '../../../src/core/audit/survey-doors.ts';
import type { SurveyOptions } from '../../../src/core/audit/survey-options.ts';
import type { Unreadable } from '../../../src/core/facts.ts';
import {
  adminRule,
  balancer,
  forward,
  idOf,
  inventoryOf,
  ip,
  network,
  nic,
  nsg,
  options,
  routes,
  rule,
  vm,
} from './arm-world.ts';

const keyOf = (kind: string, name: string) => idOf(kind, name).toLowerCase();
const nicKey = keyOf('networkInterfaces', 'nic');
const refused: Unreadable = {
  kind: 'unreadable',
  what: 'thing',
  reason: 'forbidden',
  because: 'Azure refused it.',
  permission: 'Microsoft.Network/x/read',
};

const typeOf: Readonly<Record<string, string>> = {
  networkInterfaces: 'microsoft.network/networkinterfaces',
  networkSecurityGroups: 'microsoft.network/networksecuritygroups',
  publicIPAddresses: 'microsoft.network/publicipaddresses',
  loadBalancers: 'microsoft.network/loadbalancers',
  virtualNetworks: 'microsoft.network/virtualnetworks',
  routeTables: 'microsoft.network/routetables',
};

interface Hiding {
  /** Kinds of which no page has anything. */
  readonly kinds?: readonly string[];
  /** Names that no page has. */
  readonly names?: readonly string[];
  /** What a GET answers, by name; left out: what is in the world. */
  readonly gets?: Readonly<Record<string, ArmResource | Unreadable | undefined>>;
}

/** A survey of a world of which the bot is not shown everything. */
function surveyWith(
  world: readonly ArmResource[],
  { kinds = [], names = [], gets = {} }: Hiding,
  more: Partial<SurveyOptions> = {},
): Promise<Survey> {
  const inventory = inventoryOf(world);
  const hidden = new Set(kinds.map((kind) => typeOf[kind]));
  const nameOf = (id: string) => id.slice(id.lastIndexOf('/') + 1).toLowerCase();
  const pages: Inventory['pages'] = async function* (type: InventoryType) {
    if (hidden.has(type)) return;
    for await (const page of inventory.pages(type)) yield page.filter(({ id }) => !names.includes(nameOf(id)));
  };
  const get: Inventory['get'] = async (id) => (nameOf(id) in gets ? gets[nameOf(id)] : inventory.get(id));
  return surveyDoors({ ...inventory, pages, get }, { ...options, ...more });
}

const bare = [network({ default: {} }), nic('nic', { vm: 'vm', ip: 'ip' }), ip('ip', 'Basic'), vm('vm')];

describe('a machine that no group guards', () => {
  test.each([
    ['is refused', refused],
    ['is not found', undefined],
  ])('stays a finding when its network %s the second time', async (_, net) => {
    const known = new Set([nicKey]);
    const survey = await surveyWith(bare, { gets: { net } }, { known });
    expect(survey.findings).toMatchObject([{ key: nicKey, severity: 'critical', paths: [{ isOpen: true }] }]);
    expect(survey.findings[0]?.remarks.at(-1)).toMatch(/^Its subnet could not be read once more/);
    expect(survey.healed).toEqual([]);
  });

  test('is none once its subnet has a group, although the page does not say so yet', async () => {
    const net = network({ default: { nsg: 'shut' } });
    const survey = await surveyWith([...bare, nsg('shut', [])], { gets: { net } }, { known: new Set([nicKey]) });
    expect(survey).toMatchObject({ findings: [], healed: [nicKey] });
  });

  test('of whose network nothing is known is told, and never healed', async () => {
    const hiding = { names: ['net'], gets: { net: refused } };
    for (const known of [new Set<string>(), new Set([nicKey])]) {
      const survey = await surveyWith(bare, hiding, { known });
      expect(survey).toMatchObject({ findings: [], healed: [], vanished: [] });
      expect(survey.notEvaluated.toSorted()).toEqual([
        'These virtual networks could not be read: net. The permission Microsoft.Network/virtualNetworks/read may be missing there.',
        'Whether the internet reaches the machine vm could not be told. The thing could not be read: Azure refused it.',
      ]);
    }
  });

  test('is asked for nothing more behind a Standard address, which is closed', async () => {
    const asked: string[] = [];
    const world = [network({ default: {} }), nic('nic', { vm: 'vm', ip: 'ip' }), ip('ip'), vm('vm')];
    const inventory = { ...inventoryOf(world), mayHaveAdminRules: async () => false };
    const note =
      <T>(read: (id: string) => Promise<T>) =>
      (id: string) => {
        asked.push(id);
        return read(id);
      };
    const { get, adminRules } = inventory;
    await surveyDoors({ ...inventory, get: note(get), adminRules: note(adminRules) }, options);
    expect(asked).toEqual([]);
  });

  test('that no page had and that cannot be read is told: its network names it', async () => {
    const survey = await surveyWith(bare, { names: ['nic'], gets: { nic: refused } });
    expect(survey.notEvaluated).toEqual([
      'These network interfaces could not be read: nic. The permission Microsoft.Network/networkInterfaces/read may be missing there.',
    ]);
  });

  test('that no page had and that can be read is found', async () => {
    const survey = await surveyWith(bare, { names: ['nic'] });
    expect(survey.findings).toMatchObject([{ key: nicKey, severity: 'critical' }]);
  });

  test('has the place and the tags of its machine, and of its interface', async () => {
    const world = bare.map((each) =>
      each.name === 'vm'
        ? { ...each, location: 'westeurope', tags: { owner: 'ops' } }
        : { ...each, tags: { team: 'a' } },
    );
    const { findings } = await surveyWith(world, {});
    expect(findings).toMatchObject([{ location: 'westeurope', tags: { owner: 'ops', team: 'a' } }]);
  });

  test('has those of its interface where the machine is not shown', async () => {
    const world = bare.map((each) => ({ ...each, tags: { owner: 'ops' } }));
    const { findings } = await surveyWith(world, { names: ['vm'] });
    expect(findings).toMatchObject([{ location: 'eastus', tags: { owner: 'ops' } }]);
  });
});

describe('what is not shown is not taken for nothing', () => {
  const open = [
    network({ default: {} }),
    nsg('a'),
    nic('nic', { vm: 'vm', nsg: 'a', ip: 'ip' }),
    ip('ip', 'Standard', '20.1.2.3'),
    vm('vm'),
  ];

  test('a public address', async () => {
    const survey = await surveyWith(open, { kinds: ['publicIPAddresses'] });
    expect(survey.findings).toMatchObject([
      {
        severity: 'high',
        paths: [{ isOpen: 'unknown', stoppedBy: { because: 'The public IP address ip could not be read.' } }],
      },
    ]);
    expect(survey.notEvaluated).toEqual([
      'These public IP addresses could not be read: ip. The permission Microsoft.Network/publicIPAddresses/read may be missing there.',
    ]);
  });

  test('a public address behind a group that lets nobody in', async () => {
    const world = [...open, nsg('shut', []), network({ default: { nsg: 'shut' } })].slice(1);
    const survey = await surveyWith(world, { kinds: ['publicIPAddresses'] });
    expect(survey.findings).toMatchObject([{ severity: 'medium', paths: [{ isOpen: false }] }]);
  });

  test('interfaces that a group names', async () => {
    const survey = await surveyWith(open, { kinds: ['networkInterfaces'], gets: { nic: refused } });
    expect(survey.findings).toMatchObject([
      { severity: 'high', guards: { interfaces: 1 }, paths: [{ isOpen: 'unknown', interfaceName: 'nic' }] },
    ]);
    expect(survey.findings[0]?.remarks).toEqual([
      'An interface behind it could not be read (nic): whether a public address leads there is not known.',
    ]);
    expect(survey.notEvaluated).toEqual([
      'These network interfaces could not be read: nic. The permission Microsoft.Network/networkInterfaces/read may be missing there.',
    ]);
  });

  const withConfigurations = (ids: readonly string[]) => {
    const net = network({ default: { nsg: 'a' } });
    const [subnet] = (net.properties as { subnets: { properties: object }[] }).subnets;
    Object.assign(subnet?.properties ?? {}, {
      ipConfigurations: ids.map((id) => ({ id: `${id}/ipConfigurations/ipconfig` })),
    });
    return net;
  };

  test("interfaces that only the network's subnet names", async () => {
    const net = withConfigurations([idOf('networkInterfaces', 'nic'), idOf('bastionHosts', 'b')]);
    const survey = await surveyWith([net, nsg('a')], { gets: { nic: refused } });
    expect(survey.findings).toMatchObject([
      { severity: 'high', guards: { interfaces: 1 }, paths: [{ isOpen: 'unknown' }] },
    ]);
  });

  test('but not interfaces that are there no more', async () => {
    const net = withConfigurations([idOf('networkInterfaces', 'old')]);
    const survey = await surveyWith([net, nsg('a')], {});
    expect(survey.findings).toMatchObject([{ severity: 'medium', guards: { interfaces: 0 }, paths: [] }]);
    expect(survey.notEvaluated).toEqual([]);
  });

  test.each([
    ['whose address is not shown', 'ip', 'high'],
    ['without an address', undefined, 'medium'],
  ])('and an interface %s that is newer than the page is looked at', async (_, address, severity) => {
    const own = nic('nic', { vm: 'vm', nsg: 'a', ...(address && { ip: address }) });
    const survey = await surveyWith([network({ default: {} }), nsg('a'), own, vm('vm')], { names: ['nic'] });
    expect(survey.findings).toMatchObject([
      { severity, paths: [{ interfaceName: 'nic', privateAddress: '10.0.0.4' }] },
    ]);
  });

  test('one by one only if the first may be read', async () => {
    const asked: string[] = [];
    const named = Array.from({ length: 30 }, (_, at) => ({ id: idOf('networkInterfaces', `n${at}`) }));
    const inventory = inventoryOf([nsg('a', [rule()], { networkInterfaces: named })]);
    const get: Inventory['get'] = async (id) => {
      if (id.includes('networkSecurityGroups')) return inventory.get(id);
      asked.push(id);
      return refused;
    };
    const { findings } = await surveyDoors({ ...inventory, get }, options);
    expect(asked).toHaveLength(1);
    expect(findings).toMatchObject([{ severity: 'high', guards: { interfaces: 30 }, morePaths: 10 }]);
  });

  test('but what a service of Azure keeps in a subscription of its own is no machine of anybody here', async () => {
    const net = withConfigurations([idOf('networkInterfaces', 'nic').replace('/s1/', '/of-azure/')]);
    const survey = await surveyWith([net, nsg('a')], {});
    expect(survey.findings).toMatchObject([{ severity: 'medium', paths: [] }]);
  });

  test("scale sets that only the network's subnet names", async () => {
    const instance = '/virtualMachineScaleSets/Set/virtualMachines/0/networkInterfaces/y';
    const net = withConfigurations([`/subscriptions/s1/resourceGroups/rg/providers/Microsoft.Compute${instance}`]);
    const survey = await surveyWith([net, nsg('a')], {});
    expect(survey.findings).toMatchObject([{ severity: 'high', guards: { scaleSets: ['Set'] } }]);
  });

  test.each([
    ['NAT rule', { loadBalancerInboundNatRules: [{ id: `${idOf('loadBalancers', 'LB')}/inboundNatRules/ssh` }] }],
    ['pool', { loadBalancerBackendAddressPools: [{ id: `${idOf('loadBalancers', 'LB')}/backendAddressPools/p` }] }],
  ])('a load balancer of which an interface names a %s', async (_, parts) => {
    const own = nic('nic', { vm: 'vm', nsg: 'a' });
    const [configuration] = (own.properties as { ipConfigurations: { properties: object }[] }).ipConfigurations;
    Object.assign(configuration?.properties ?? {}, parts);
    const world = [network({ default: {} }), nsg('a'), own, vm('vm')];
    const survey = await surveyWith(world, {});
    expect(survey.findings).toMatchObject([
      {
        severity: 'high',
        paths: [{ isOpen: 'unknown', stoppedBy: { because: 'The load balancer lb could not be read.' } }],
      },
    ]);
    const internal = balancer('LB', 'none', {
      frontendIPConfigurations: [],
      inboundNatRules: [forward('LB', 'ssh', {})],
    });
    const read = await surveyWith([...world, internal], {});
    expect(read.findings).toMatchObject([{ severity: 'medium' }]);
    expect(read.notEvaluated).toEqual([]);
  });

  test('a route table that a subnet names', async () => {
    const world = [network({ default: { routes: 'table' } }), routes('table', '0.0.0.0/0', 'VirtualAppliance')];
    const survey = await surveyWith(world, { kinds: ['routeTables'] });
    expect(survey.notEvaluated).toEqual([
      'These route tables could not be read: table. The permission Microsoft.Network/routeTables/read may be missing there.',
    ]);
  });
});

test('a group may be open by a route table that is not shown', async () => {
  const world = [
    network({ default: { nsg: 's', routes: 'table' } }),
    routes('table', '0.0.0.0/0', 'VirtualAppliance'),
    nsg('s'),
    nsg('n', []),
    nic('nic', { vm: 'vm', nsg: 'n', ip: 'ip' }),
    ip('ip'),
    vm('vm'),
  ];
  const survey = await surveyWith(world, { kinds: ['routeTables'] });
  expect(survey.findings).toMatchObject([
    {
      name: 's',
      severity: 'high',
      paths: [{ isOpen: 'unknown', stoppedBy: { because: 'The route table table could not be read.' } }],
    },
  ]);
});

test('a group that was closed is unknown, and no finding, while a route table there cannot be read', async () => {
  const world = [
    network({ default: { nsg: 's', routes: 'table' } }),
    routes('table', '0.0.0.0/0', 'VirtualAppliance'),
    nsg('s', []),
    nic('nic', { vm: 'vm', ip: 'ip' }),
    ip('ip'),
    vm('vm'),
  ];
  const known = new Set([keyOf('networkSecurityGroups', 's')]);
  const survey = await surveyWith(world, { kinds: ['routeTables'], gets: { table: refused } }, { known });
  expect(survey).toMatchObject({ findings: [], healed: [], vanished: [] });
});

describe('a group that no page has', () => {
  const world = [
    network({ default: { nsg: 'vault-nsg' } }),
    nsg('vault-nsg'),
    nic('nic', { vm: 'vault', ip: 'ip' }),
    ip('ip'),
    vm('vault'),
  ];
  const names = ['vault-nsg'];

  test('and that cannot be read is told, with the machines behind it', async () => {
    const survey = await surveyWith(world, { names, gets: { 'vault-nsg': refused } });
    expect(survey.findings).toEqual([]);
    expect(survey.notEvaluated).toEqual([
      'The security group vault-nsg could not be read: it needs Microsoft.Network/x/read. A public address leads to vault behind it.',
    ]);
  });

  test('says nothing of machines that another group closes', async () => {
    const shut = [
      ...world.filter(({ name }) => name !== 'nic'),
      nic('nic', { vm: 'vault', ip: 'ip', nsg: 'shut' }),
      nsg('shut', []),
    ];
    const survey = await surveyWith(shut, { names, gets: { 'vault-nsg': refused } });
    expect(survey.notEvaluated).toEqual([
      'The security group vault-nsg could not be read: it needs Microsoft.Network/x/read.',
    ]);
  });

  test('and that can be read is judged as any other', async () => {
    const survey = await surveyWith(world, { names });
    expect(survey.findings).toMatchObject([{ name: 'vault-nsg', severity: 'critical', paths: [{ isOpen: true }] }]);
    expect(survey.notEvaluated).toEqual([]);
  });

  test('and that is there no more is nothing', async () => {
    const survey = await surveyWith(world, { names, gets: { 'vault-nsg': undefined } });
    expect(survey).toMatchObject({ findings: [], notEvaluated: [] });
  });

  test('is not called healed or gone when it was known', async () => {
    const known = new Set([keyOf('networkSecurityGroups', 'vault-nsg')]);
    const survey = await surveyWith(world, { names, gets: { 'vault-nsg': refused } }, { known });
    expect(survey).toMatchObject({ healed: [], vanished: [] });
  });

  test('of many the first are named and the rest is counted', async () => {
    const many = Array.from({ length: 150 }, (_, at) => nic(`nic${at}`, { vm: 'v', nsg: `hidden${at}` }));
    const gets = Object.fromEntries(many.map((_, at) => [`hidden${at}`, refused]));
    const { notEvaluated } = await surveyWith([network({ default: {} }), ...many], { gets });
    expect(notEvaluated).toHaveLength(21);
    expect(notEvaluated.at(-1)).toBe('130 more security groups could not be read.');
  });
});

describe('a rule for one host, of which the interface is not shown', () => {
  const own = [rule({ to: '10.0.0.5' })];
  const second = nic('second', { vm: 'other', nsg: 'a', ip: 'ip', address: '10.0.0.5' });
  const world = [
    network({ default: {} }),
    nsg('a', own),
    nic('nic', { vm: 'vm', nsg: 'a' }),
    second,
    ip('ip'),
    vm('vm'),
    vm('other'),
  ];

  test('is open, whoever else is behind the group', async () => {
    const known = new Set([keyOf('networkSecurityGroups', 'a')]);
    for (const [gets, severity] of [
      [{ second: refused }, 'high'],
      [{}, 'critical'],
    ] as const) {
      const survey = await surveyWith(world, { names: ['second'], gets }, { known });
      expect(survey.healed).toEqual([]);
      expect(survey.findings).toMatchObject([{ verdict: 'partial', severity }]);
    }
  });

  test('is open when the host is newer than every page: its subnet is looked at once more', async () => {
    const inSubnet = (...names: readonly string[]) => {
      const net = network({ default: { nsg: 'a' } });
      const [subnet] = (net.properties as { subnets: { properties: object }[] }).subnets;
      const ipConfigurations = names.map((name) => ({ id: `${idOf('networkInterfaces', name)}/ipConfigurations/c` }));
      Object.assign(subnet?.properties ?? {}, { ipConfigurations });
      return net;
    };
    const old = [inSubnet('nic'), nsg('a', own), nic('nic', { vm: 'vm' }), vm('vm')];
    const now = (net: ArmResource | Unreadable) => surveyWith(old, { gets: { net, second: refused } });
    expect((await now(inSubnet('nic', 'second'))).findings).toMatchObject([{ verdict: 'partial', severity: 'high' }]);
    expect((await now(refused)).findings).toMatchObject([{ verdict: 'partial' }]);
    expect((await now(inSubnet('nic'))).findings).toEqual([]);
  });

  test('is closed once it is known that nobody has the address', async () => {
    const known = new Set([keyOf('networkSecurityGroups', 'a')]);
    const survey = await surveyWith(
      world.filter((each) => each !== second),
      {},
      { known },
    );
    expect(survey).toMatchObject({ findings: [], healed: [...known] });
  });
});

test.each([
  ['public addresses', 'publicIPAddresses'],
  ['interfaces', 'networkInterfaces'],
])('a finding is not told as better because %s are no longer shown', async (_, kind) => {
  const world = [network({ default: {} }), nsg('a'), nic('nic', { vm: 'vm', nsg: 'a', ip: 'ip' }), ip('ip'), vm('vm')];
  const [first] = compareRuns([], await surveyWith(world, {}), [], 0);
  const [second] = compareRuns(
    first === undefined ? [] : [first],
    await surveyWith(world, { kinds: [kind], gets: { nic: refused } }),
    [],
    1,
  );
  expect([first?.change, second?.change]).toEqual(['new', 'unchanged']);
});

test('a narrow group stays a remark when the other layer cannot be read: it lets nobody in by itself', async () => {
  const world = [
    network({ default: { nsg: 's' } }),
    nsg('s'),
    nsg('n', [rule({ from: '20.0.0.0/12' })]),
    nic('nic', { vm: 'vm', nsg: 'n', ip: 'ip' }),
    ip('ip'),
    vm('vm'),
  ];
  const { findings } = await surveyWith(world, { gets: { s: refused } });
  expect(findings.find(({ name }) => name === 'n')).toMatchObject({
    verdict: 'narrow',
    severity: 'info',
    paths: [{ isOpen: false, stoppedBy: { layer: 'nic-nsg' } }],
  });
});

describe('what the run before found and no page shows', () => {
  const known = new Set([keyOf('networkSecurityGroups', 'a'), nicKey]);
  const world = [...bare, nsg('a')];
  const names = ['a', 'nic'];

  test('is asked for, and found as it is', async () => {
    const survey = await surveyWith(world, { names }, { known });
    expect(survey.findings.map(({ key }) => key).sort()).toEqual([...known].sort());
  });

  test('is unknown while it cannot be read', async () => {
    const survey = await surveyWith(world, { names, gets: { a: refused, nic: refused } }, { known });
    expect(survey).toMatchObject({ findings: [], healed: [], vanished: [] });
  });

  test('has vanished when Azure says so', async () => {
    const survey = await surveyWith(world, { names, gets: { a: undefined, nic: undefined } }, { known });
    expect(survey).toMatchObject({ findings: [], healed: [], vanished: [...known] });
  });

  test('is not healed by a page that is old', async () => {
    const old = [network({ default: {} }), nsg('a', []), nic('nic', { vm: 'vm' }), ip('ip', 'Basic'), vm('vm')];
    const gets = { a: nsg('a'), nic: nic('nic', { vm: 'vm', ip: 'ip' }) };
    const survey = await surveyWith(old, { gets }, { known });
    expect(survey.findings.map(({ key }) => key).sort()).toEqual([...known].sort());
  });

  test('is not asked for in a subscription that did not answer', async () => {
    const asked: string[] = [];
    const unread = [{ id: 's1', reason: 'forbidden' as const, because: 'It was refused.' }];
    const get = async (id: string) => {
      asked.push(id);
      return undefined;
    };
    const inventory = inventoryOf([], { get, subscriptions: async () => ({ answered: [], unread }) });
    const groups = new Set([keyOf('networkSecurityGroups', 'a')]);
    expect(await surveyDoors(inventory, { ...options, known: groups })).toMatchObject({ healed: [], vanished: [] });
    expect(asked).toEqual([]);
  });
});

describe('an admin rule that always allows', () => {
  const forced = (rules: readonly unknown[], groups: readonly ArmResource[], ...nics: readonly ArmResource[]) => [
    network({ default: {}, other: { nsg: 's' } }, { effectiveSecurityAdminRules: rules }),
    ...groups,
    ...nics,
    ip('ip'),
    ip('ip2', 'Standard', '20.1.2.4'),
    vm('vm'),
    vm('vm2'),
  ];
  const first = nic('nic', { vm: 'vm', nsg: 'n', ip: 'ip' });
  const second = nic('nic2', { vm: 'vm2', subnet: 'other', ip: 'ip2', address: '10.0.1.4' });
  const always = [adminRule('AlwaysAllow')];

  test('keeps a finding that its group has closed by now', async () => {
    const known = new Set([keyOf('networkSecurityGroups', 'n')]);
    const survey = await surveyWith(forced(always, [nsg('n', [])], first), {}, { known });
    expect(survey.healed).toEqual([]);
    expect(survey.findings).toMatchObject([{ verdict: 'closed', severity: 'critical', paths: [{ isOpen: true }] }]);
    expect(survey.findings[0]?.remarks).toContain("Virtual Network Manager's admin rules let the internet in past it.");
  });

  test('opens a machine although the group of its subnet could not be read, and no wider than it says', async () => {
    const half = [adminRule('AlwaysAllow', '0.0.0.0/1')];
    const world = [
      network({ default: { nsg: 's' } }, { effectiveSecurityAdminRules: half }),
      nsg('s', []),
      nsg('n'),
      nic('nic', { vm: 'vm', nsg: 'n', ip: 'ip' }),
      ip('ip'),
      vm('vm'),
    ];
    const { findings } = await surveyWith(world, { names: ['s'], gets: { s: refused } });
    expect(findings).toMatchObject([{ name: 'n', severity: 'high', paths: [{ isOpen: true }] }]);
    expect(findings[0]?.paths[0]?.publicIpv4Addresses).toBeLessThan(2 ** 31);
  });

  test.each([
    ['are never read, since the bot may not: it is closed', 'forbidden', 1],
    ['were not read this time: it is unknown', 'throttled', 0],
  ] as const)('may be among those that %s', async (_, reason, healed) => {
    const known = new Set([keyOf('networkSecurityGroups', 'n')]);
    const adminRules = async () => ({ ...refused, reason });
    const inventory = inventoryOf(forced([], [nsg('n', [])], first), { adminRules });
    const survey = await surveyDoors(inventory, { ...options, known });
    expect(survey.findings).toEqual([]);
    expect(survey.healed).toHaveLength(healed);
    expect(survey.notEvaluated).toEqual([
      "Whether Virtual Network Manager's admin rules let the internet in past closed groups is not known in 1 network: net. That takes the permission Microsoft.Network/x/read.",
    ]);
  });

  test('is not forgotten where the bot may no longer read it', async () => {
    const known = new Set([keyOf('networkSecurityGroups', 'n')]);
    const inventory = inventoryOf(forced([], [nsg('n', [])], first), { adminRules: async () => refused });
    const survey = await surveyDoors(inventory, { ...options, known, forcedBefore: known });
    expect(survey).toMatchObject({ findings: [], healed: [], vanished: [] });
  });

  test('opens machines behind closed groups of a network that is looked at', async () => {
    const survey = await surveyWith(forced(always, [nsg('n'), nsg('s', [])], first, second), {});
    expect(survey.findings.map(({ name, verdict, severity }) => [name, verdict, severity])).toEqual([
      ['n', 'open', 'critical'],
      ['s', 'closed', 'critical'],
    ]);
  });

  test('opens machines in a network in which nothing else is to be looked at', async () => {
    const world = forced(always, [nsg('n', []), nsg('s', [])], first, second);
    const { findings } = await surveyWith(world, {});
    expect(findings.map(({ name, verdict, severity }) => [name, verdict, severity])).toEqual([
      ['n', 'closed', 'critical'],
      ['s', 'closed', 'critical'],
    ]);
    const withoutManagers = { ...inventoryOf(world), mayHaveAdminRules: async () => false };
    expect((await surveyDoors(withoutManagers, options)).findings).toEqual([]);
  });

  test('past a closed group that cannot be read is told', async () => {
    const world = forced(always, [nsg('n', []), nsg('s', [])], first, second);
    const { findings, notEvaluated } = await surveyWith(world, { gets: { s: { ...refused, reason: 'throttled' } } });
    expect(findings.map(({ name }) => name)).toEqual(['n']);
    expect(notEvaluated).toEqual([
      "Virtual Network Manager's admin rules may let the internet in past a security group that could not be read: s.",
    ]);
  });

  test('that cannot be read, of a network in which nothing else is to be looked at, is told', async () => {
    const inventory = { ...inventoryOf(forced(always, [nsg('n', [])], first)), adminRules: async () => refused };
    expect((await surveyDoors(inventory, options)).notEvaluated).toEqual([
      "Whether Virtual Network Manager's admin rules let the internet in past closed groups is not known in 1 network: net. That takes the permission Microsoft.Network/x/read.",
    ]);
  });

  test('for private addresses opens nothing, and no page is read twice for it', async () => {
    const inventory = inventoryOf(
      forced([adminRule('AlwaysAllow', '10.0.0.0/8')], [nsg('n'), nsg('s', [])], first, second),
    );
    const asked: string[] = [];
    const pages: Inventory['pages'] = (type) => {
      asked.push(type);
      return inventory.pages(type);
    };
    const survey = await surveyDoors({ ...inventory, pages }, options);
    expect(survey.findings.map(({ name }) => name)).toEqual(['n']);
    expect(new Set(asked).size).toBe(asked.length);
  });
});

test('routes for private addresses do not make it read the interfaces twice', async () => {
  const inventory = inventoryOf([
    network({ default: { routes: 'table', nsg: 'a' } }),
    routes('table', '10.0.0.0/8', 'VirtualAppliance'),
    nsg('a', []),
  ]);
  const asked: string[] = [];
  const pages: Inventory['pages'] = (type) => {
    asked.push(type);
    return inventory.pages(type);
  };
  const survey = await surveyDoors({ ...inventory, pages }, options);
  expect(asked.filter((type) => type === typeOf.networkInterfaces)).toHaveLength(1);
  expect(survey.notEvaluated).toEqual([]);
});

test('what is behind thousands of groups is looked up, and not searched for each', async () => {
  const many = Array.from({ length: 3000 }, (_, at) => at);
  const world = [
    network({ default: {} }),
    ...many.flatMap((at) => [
      nsg(`g${at}`),
      nic(`n${at}`, { vm: `v${at}`, nsg: `g${at}`, address: `10.0.${at >> 8}.${at & 255}` }),
      balancer(`lb${at}`, `ip${at}`, {
        inboundNatRules: [
          forward(`lb${at}`, 'ssh', {
            backendIPConfiguration: { id: `${idOf('networkInterfaces', `n${at}`)}/ipConfigurations/ipconfig` },
          }),
        ],
      }),
      ip(`ip${at}`),
    ]),
  ];
  const { findings } = await surveyWith(world, {});
  expect(findings).toHaveLength(3000);
  expect(findings.every(({ paths }) => paths.length === 1 && paths[0]?.isOpen === true)).toBe(true);
});

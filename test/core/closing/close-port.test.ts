import { expect, test } from 'vitest';
import { exactText } from '../../../src/core/actions/exact-text.ts';
import type { Plan } from '../../../src/core/actions/plan.ts';
import { planDifference } from '../../../src/core/actions/plan-difference.ts';
import { closePort } from '../../../src/core/closing/close-port.ts';
import type { SecurityRule } from '../../../src/core/facts.ts';
import type { NsgFacts } from '../../../src/core/nsg-facts.ts';
import { adminRule } from '../net/make.ts';
import { groupFacts, groupId, requestId } from './make.ts';

const params = { from: '', port: 22 };
type Rules = readonly Partial<SecurityRule>[];

function planned(facts: NsgFacts) {
  const made = closePort.plan({ facts, params, requestId });
  if (made.kind === 'refused') throw new Error(`${made.problem} ${made.hint}`);
  return made;
}

const bodies = (facts: NsgFacts) =>
  planned(facts).plan.writes.map(({ body }) => (body as { properties: Record<string, unknown> }).properties);
const hole = (from: number, to: number) => ({ $hole: 'priority', from, to });
const office = { name: 'office', priority: 150, sources: ['203.0.113.0/24'] };

test('the plan word by word', () => {
  const { plan } = planned(
    groupFacts([{ name: 'web', priority: 300, sources: ['Internet'], destinationPorts: ['22', '443'] }]),
  );
  expect(plan).toEqual({
    vm: { id: groupId, vmId: 'guid-1', privateAddress: '' },
    writes: [
      {
        method: 'PUT',
        path: `${groupId}/securityRules/drawbridge-abcdefghij`,
        apiVersion: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        body: {
          properties: {
            description: { $hole: 'seal', stays: true },
            protocol: 'Tcp',
            sourceAddressPrefix: 'Internet',
            sourcePortRange: '*',
            destinationAddressPrefix: '*',
            destinationPortRange: '22',
            access: 'Deny',
            direction: 'Inbound',
            priority: hole(100, 299),
          },
        },
        says: 'Deny TCP 22 from Internet in web-nsg',
      },
    ],
    undo: [],
    bystanders: { lose: [], keep: [], gain: [] },
  });
});

const asgId = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/applicationSecurityGroups/web';

test.each<[string, Rules, readonly object[]]>([
  [
    'behind the office, which keeps its access',
    [office, { priority: 200, sources: ['Internet'] }],
    [{ priority: hole(151, 199) }],
  ],
  [
    'directly in front, also of what is dense',
    [office, { priority: 152, sources: ['0.0.0.0/0'] }],
    [{ priority: hole(151, 151) }],
  ],
  [
    'IPv6 by a rule of its own, since the tag may not hold it',
    [{ priority: 200 }],
    [{ sourceAddressPrefix: 'Internet' }, { sourceAddressPrefixes: ['2000::/3'] }],
  ],
  [
    'exactly the exposed part',
    [{ priority: 200, sources: ['8.0.0.0/7'] }],
    [{ sourceAddressPrefixes: ['8.0.0.0/7'], priority: hole(100, 199) }],
  ],
  [
    'without what a rule in front lets in, which never gets to it',
    [office, { priority: 200, sources: ['203.0.0.0/8'] }],
    [{ sourceAddressPrefixes: expect.not.arrayContaining(['203.0.113.0/24', '203.0.0.0/8']) }],
  ],
  [
    'two rules for two families',
    [
      { priority: 200, sources: ['8.0.0.0/7'] },
      { name: 'six', priority: 210, sources: ['2000::/4'] },
    ],
    [{ sourceAddressPrefixes: ['8.0.0.0/7'] }, { sourceAddressPrefixes: ['2000::/4'] }],
  ],
  [
    "Azure's own addresses by their tag",
    [{ priority: 200, sources: ['AzureCloud.westeurope'] }],
    [{ sourceAddressPrefix: 'AzureCloud.westeurope' }],
  ],
  [
    'to the one place that is exposed',
    [{ priority: 200, destinations: ['10.0.0.4', '10.0.0.5'] }],
    [{ sourceAddressPrefix: 'Internet', destinationAddressPrefixes: ['10.0.0.4', '10.0.0.5'] }],
  ],
  [
    'to the application security group that is exposed',
    [{ priority: 200, sources: ['Internet'], destinations: [], destinationAsgIds: [asgId] }],
    [{ destinationApplicationSecurityGroups: [{ id: asgId }] }],
  ],
  [
    'to IPv6 alone where that alone is exposed',
    [{ priority: 200, destinations: ['2001:db8::4'] }],
    [{ sourceAddressPrefixes: ['2000::/3'], destinationAddressPrefix: '2001:db8::4' }],
  ],
  [
    'whoever chooses another source port',
    [{ priority: 200, sourcePorts: ['1024-65535'] }],
    [{ sourcePortRange: '*' }, {}],
  ],
  [
    'to everything where several rules open it',
    [
      { priority: 200, sources: ['0.0.0.0/1'], destinations: ['10.0.0.4'] },
      { name: 'more', priority: 210, sources: ['128.0.0.0/1'], destinations: ['10.0.0.4'] },
    ],
    [{ destinationAddressPrefix: '*', priority: hole(100, 199) }],
  ],
  [
    'what a rule in front lets in to some destinations only, as it gets to the others',
    [
      { ...office, destinations: ['10.0.0.4'] },
      { priority: 200, sources: ['203.0.0.0/8'] },
    ],
    [{ sourceAddressPrefixes: ['203.0.0.0/8'] }],
  ],
  [
    'not a short list behind it that names others',
    [
      { priority: 200, sources: ['8.0.0.0/7'] },
      { name: 'vendor', priority: 250, sources: ['192.0.2.0/24'] },
    ],
    [{ sourceAddressPrefixes: ['8.0.0.0/7'] }],
  ],
  [
    'short lists as well, where they expose it together without the wide rule',
    [
      { priority: 200, sources: ['8.0.0.0/7'] },
      { name: 'one', priority: 250, sources: ['64.0.0.0/10'] },
      { name: 'two', priority: 260, sources: ['65.0.0.0/10'] },
    ],
    [{ sourceAddressPrefixes: ['8.0.0.0/7', '64.0.0.0/10', '65.0.0.0/10'], priority: hole(100, 199) }],
  ],
  [
    'in front of a Deny where it is dense, since nobody gets in otherwise by that',
    [
      office,
      { name: 'drawbridge-bbbbbbbbbb', priority: 199, access: 'Deny', sources: ['8.0.0.0/7'] },
      { priority: 200, sources: ['Internet'] },
    ],
    [{ priority: hole(151, 199) }],
  ],
  [
    'whatever other numbers are taken in front of it',
    [
      { name: 'web', priority: 100, destinationPorts: ['443'] },
      { name: 'mail', priority: 102, destinationPorts: ['25'] },
      { priority: 103, sources: ['Internet'] },
    ],
    [{ priority: hole(100, 102) }],
  ],
  [
    'behind a rule about something else',
    [
      { name: 'web', priority: 120, destinationPorts: ['443'] },
      { priority: 200, sources: ['Internet'] },
    ],
    [{ priority: hole(121, 199) }],
  ],
])('it denies %s', (_, rules, expected) => {
  expect(bodies(groupFacts(rules))).toEqual(expected.map((each) => expect.objectContaining(each)));
});

test('where it is the default rule, since a route lets the internet into the virtual network', () => {
  const facts = groupFacts([office], { around: { vnetPrefixes: ['10.0.0.0/16'], routePrefixes: ['0.0.0.0/0'] } });
  expect(bodies(facts)).toEqual([
    expect.objectContaining({ sourceAddressPrefix: 'Internet', priority: hole(151, 4096) }),
  ]);
});

test.each<[string, NsgFacts, string]>([
  ['nothing is exposed', groupFacts([]), 'closed to the internet in `web-nsg` already'],
  ['only a short list is let in', groupFacts([office]), '256 public IPv4 addresses (`203.0.113.0/24`)'],
  ['another port is open', groupFacts([{ destinationPorts: ['443'] }]), 'already'],
  ['the first number is taken', groupFacts([{ name: 'all', priority: 100 }]), 'Give the rule `all` a higher number'],
  [
    'the numbers are dense',
    groupFacts([
      { ...office, priority: 199 },
      { name: 'all', priority: 200 },
    ]),
    'between the rules `office` (199) and `all` (200)',
  ],
  [
    'all numbers in front are taken by rules that do not matter',
    groupFacts([
      { name: 'web', priority: 100, destinationPorts: ['443'] },
      { name: 'all', priority: 101, sources: ['Internet'] },
    ]),
    'no number is free in front of the rule `all` (101)',
  ],
  [
    'two do not fit into the room of one',
    groupFacts([
      { ...office, priority: 198 },
      { name: 'all', priority: 200, sources: ['8.0.0.0/7', '2000::/4'] },
    ]),
    'there are no 2 numbers free',
  ],
  [
    'its addresses make more blocks than one rule takes',
    groupFacts(
      Array.from({ length: 2 }, (_, half) => ({
        name: `half-${half}`,
        priority: 200 + half,
        sources: [
          '8.0.0.0/7',
          ...Array.from({ length: 2001 }, (_, at) => `${64 + half}.${at >> 7}.${(at & 127) * 2}.1`),
        ],
      })),
    ),
    'more than 4000 blocks',
  ],
  ['Azure tells no unique id', groupFacts([{ priority: 200 }], { guid: '' }), 'does not tell the unique id'],
])('it is refused where %s', (_, facts, words) => {
  const made = closePort.plan({ facts, params, requestId });
  expect(made.kind === 'refused' && `${made.problem} ${made.hint}`).toContain(words);
});

test('it tells who would lose access, and who keeps it', () => {
  const grant = { name: 'drawbridge-zzzzzzzzzz', priority: 300, sources: ['198.51.100.7'] };
  const { notes } = planned(
    groupFacts([office, { priority: 200 }, { name: 'vendor', priority: 250, sources: ['192.0.2.0/24'] }, grant]),
  );
  const all = notes.join('\n');
  expect(all).toMatch(/loses access to port 22: [\d,]+ public IPv4 addresses/);
  expect(all).toContain('the rule `vendor` (250) for `192.0.2.0/24`; the open grant `zzzzzzzzzz` (300)');
  expect(all).toContain('still is: 256 public IPv4 addresses (`203.0.113.0/24`)');
  expect(all).toContain('sessions that are open stay open');
});

const behind = 'may lose theirs, as far as what they name is public: ';
const asgSource = { sources: [], sourceAsgIds: [asgId] };

test.each<[string, Rules, NsgFacts['around'], string]>([
  [
    'a service tag',
    [{ name: 'devops', priority: 300, sources: ['AzureDevOps'] }],
    {},
    'the rule `devops` (300) for `AzureDevOps`',
  ],
  [
    'a region',
    [{ name: 'cloud', priority: 300, sources: ['AzureCloud.westeurope'] }],
    {},
    'the rule `cloud` (300) for `AzureCloud.westeurope`',
  ],
  [
    'a network with public space of its own',
    [],
    { vnetPrefixes: ['40.0.0.0/16'] },
    'the rule `AllowVnetInBound` (65000) for `VirtualNetwork`',
  ],
  [
    'a route that puts public space there',
    [{ name: 'net', priority: 300, sources: ['VirtualNetwork'] }],
    { vnetPrefixes: ['10.0.0.0/16'], routePrefixes: ['198.51.100.0/24'] },
    'the rule `net` (300) for `VirtualNetwork`; ',
  ],
  [
    'a group of machines in public space',
    [{ name: 'jump', priority: 300, ...asgSource }],
    { vnetPrefixes: ['40.0.0.0/16'] },
    'the rule `jump` (300) for `web`; ',
  ],
])('behind a Deny for everybody it is told who may lose by %s', (_, rules, around = {}, words) => {
  const { notes } = planned(groupFacts([{ priority: 200 }, ...rules], { around }));
  expect(notes.join('\n')).toContain(behind + words);
});

test.each<[string, Rules, NsgFacts['around']]>([
  [
    'a private network',
    [{ name: 'net', priority: 300, sources: ['VirtualNetwork'] }],
    { vnetPrefixes: ['10.0.0.0/16'] },
  ],
  ['private addresses', [{ name: 'hub', priority: 300, sources: ['10.0.0.0/8'] }], {}],
  ['another port', [{ name: 'devops', priority: 300, sources: ['AzureDevOps'], destinationPorts: ['443'] }], {}],
  ['another protocol', [{ name: 'devops', priority: 300, sources: ['AzureDevOps'], protocol: 'Udp' }], {}],
])('behind a Deny for everybody nobody loses by %s', (_, rules, around = {}) => {
  const all = planned(groupFacts([{ priority: 200 }, ...rules], { around })).notes.join('\n');
  expect(all).not.toContain('behind it');
});

test('a rule for another destination than that of the Deny loses nothing', () => {
  const only = { priority: 200, destinations: ['10.0.0.4'] };
  const rules = [only, { name: 'vendor', priority: 300, sources: ['192.0.2.0/24'], destinations: ['10.0.0.5'] }];
  expect(planned(groupFacts(rules)).notes.join('\n')).not.toContain('behind it');
});

test('who keeps some destinations and loses the others is told as both', () => {
  const some = { ...office, priority: 100, destinations: ['10.0.0.4'] };
  const devops = { name: 'devops', priority: 110, sources: ['AzureDevOps'], destinations: ['10.0.0.4', '10.0.0.5'] };
  const all = planned(groupFacts([some, devops, { priority: 200 }])).notes.join('\n');
  expect(all).toContain('Who loses access to port 22: everybody on the internet');
  expect(all).toContain(
    'in front of it for some destinations only, and lose the others: the rule `office` (100) for `203.0.113.0/24` to `10.0.0.4`; the rule `devops` (110) for `AzureDevOps` to `10.0.0.4`, `10.0.0.5`.',
  );
  expect(all).toContain(
    'still is: 256 public IPv4 addresses and every address of `AzureDevOps` (`203.0.113.0/24`), by `office` (100) only to `10.0.0.4`; by `devops` (110) only to `10.0.0.4`, `10.0.0.5`.',
  );
});

test('who keeps all that the Deny is about loses nothing', () => {
  const one = { destinations: ['10.0.0.4'] };
  const { notes } = planned(
    groupFacts([
      { ...office, ...one },
      { priority: 200, ...one },
    ]),
  );
  expect(notes.join('\n')).not.toContain('lose the others');
  expect(notes[1]).toContain(': 3,702,390,527 public IPv4 addresses');
});

const vendor = { name: 'vendor', priority: 250, sources: ['192.0.2.0/24', '198.51.100.0/24'] };
const wide = { name: 'wide', priority: 200 };

test('who loses and who keeps access is a part of the plan, and of what is approved', () => {
  const some = { ...office, destinations: ['10.0.0.4'] };
  const devops = { name: 'devops', priority: 300, sources: ['AzureDevOps'], sourcePorts: ['1024-65535'] };
  const { plan } = planned(groupFacts([some, wide, vendor, devops]));
  expect(plan.bystanders).toEqual({
    lose: [
      'office (150) from 203.0.113.0/24 to 10.0.0.4',
      'vendor (250) from 192.0.2.0/24, 198.51.100.0/24 to *',
      'devops (300) from AzureDevOps ports 1024-65535 to *',
    ],
    keep: ['office (150) from 203.0.113.0/24 to 10.0.0.4'],
    gain: [],
  });
  expect(exactText(plan)).toContain(
    'Rules that lose by it:\n  office (150) from 203.0.113.0/24 to 10.0.0.4\n  vendor (250)',
  );
});

test.each<[string, Rules, Rules, string]>([
  [
    'is put behind',
    [office, wide],
    [office, wide, vendor],
    '`vendor (250) from 192.0.2.0/24, 198.51.100.0/24 to *` would lose',
  ],
  [
    'gets more addresses',
    [wide, { ...vendor, sources: ['192.0.2.0/24'] }],
    [wide, vendor],
    'would lose by it, which was not told',
  ],
  [
    'in front is narrowed',
    [office, wide],
    [{ ...office, sources: ['203.0.113.7'] }, wide],
    'would not keep what it lets in',
  ],
  [
    'in front is limited to one host',
    [office, wide],
    [{ ...office, destinations: ['10.0.0.4'] }, wide],
    'would not keep',
  ],
])('an allow-list that %s after the request was made is not shut out unseen', (_, before, after, words) => {
  const [approved, now] = [before, after].map((rules) => planned(groupFacts(rules)).plan) as [Plan, Plan];
  expect(planDifference(approved, now).join(' ')).toContain(words);
});

test.each<[string, Rules, Rules]>([
  ['an allow-list behind it is gone', [wide, vendor], [wide]],
  [
    'Azure lists the addresses in another order',
    [wide, vendor],
    [wide, { ...vendor, sources: vendor.sources.toReversed() }],
  ],
])('it is what was approved where %s', (_, before, after) => {
  const [approved, now] = [before, after].map((rules) => planned(groupFacts(rules)).plan) as [Plan, Plan];
  expect(planDifference(approved, now)).toEqual([]);
});

test('everybody is told as everybody', () => {
  const [stands, who] = planned(groupFacts([{ name: 'ssh', priority: 200, sources: ['0.0.0.0/0'] }])).notes;
  expect(stands).toBe('It stands directly in front of the rule that lets them in, `ssh` (200).');
  expect(who).toBe('Who loses access to port 22: everybody on the internet: 3,702,390,783 public IPv4 addresses.');
});

const own = (parts: Partial<SecurityRule> = {}) => ({
  name: 'drawbridge-abcdefghij',
  priority: 199,
  access: 'Deny' as const,
  sources: ['Internet'],
  ...parts,
});

test('planned again when it is half done or done, it is the same', () => {
  const before = planned(groupFacts([{ priority: 200 }]));
  expect(planned(groupFacts([own(), { priority: 200 }]))).toEqual(before);
});

test.each<[string, Rules, string]>([
  ['closed', [own(), { priority: 200 }], 'pass'],
  ['closed but for the office', [office, own(), { priority: 200 }], 'pass'],
  ['open to everybody in front of the Deny', [{ priority: 120 }, own(), { priority: 200 }], 'fail'],
  [
    'open to a part in front of the Deny',
    [{ priority: 120, sources: ['9.0.0.0/8'] }, own(), { priority: 200 }],
    'warn',
  ],
  ['exposed, and the Deny is gone', [{ priority: 200 }], 'fail'],
])('it is seen whether it is %s', (_, rules, status) => {
  const { plan } = planned(groupFacts([{ priority: 200 }]));
  expect(closePort.verify(groupFacts(rules), params, plan).status).toBe(status);
});

test('where others still get in it is told who, and by which rule', () => {
  const { plan } = planned(groupFacts([{ priority: 200 }]));
  const rules = [{ name: 'new', priority: 120, sources: ['9.0.0.0/8'] }, own(), { priority: 200 }];
  expect(closePort.verify(groupFacts(rules), params, plan)).toEqual({
    status: 'warn',
    summary: 'The Deny is in `web-nsg` and keeps people out of port 22, but not all',
    because: '16,777,216 public IPv4 addresses (`9.0.0.0/8`) still get in by `new`.',
    todo: 'Look at `new` in `web-nsg`, and ask again.',
  });
});

test("a Deny of Azure's own addresses stays where others still get in", () => {
  const azure = { name: 'azure', priority: 200, sources: ['AzureCloud'] };
  const { plan } = planned(groupFacts([azure]));
  const facts = groupFacts([{ priority: 120, sources: ['9.0.0.0/8'] }, own({ sources: ['AzureCloud'] }), azure]);
  expect(closePort.verify(facts, params, plan).status).toBe('warn');
});

test('where a route is not known, closed is said of the rules alone', () => {
  const { plan } = planned(groupFacts([{ priority: 200 }]));
  const unread = ['The route table hub could not be read.'];
  expect(closePort.verify(groupFacts([own()], { unread }), params, plan)).toMatchObject({
    status: 'warn',
    summary: 'By its rules port 22 is closed to the internet in `web-nsg`',
    because: 'The route table hub could not be read.',
  });
});

const always = adminRule({ name: 'always', access: 'AlwaysAllow', sources: ['203.0.113.0/24'] });
const managed = { adminRules: [{ rules: [always], guarded: ['10.0.0.0/24'] }] };
const managerLets =
  'Virtual Network Manager decides before the group, and lets in 256 public IPv4 addresses (`203.0.113.0/24`) by its rule `always`.';

test('whom Virtual Network Manager lets in all the same is told before and after', () => {
  const { plan, notes } = planned(groupFacts([{ priority: 200 }], managed));
  expect(notes).toContain(`${managerLets} They still get in.`);
  expect(closePort.verify(groupFacts([own(), { priority: 200 }], managed), params, plan)).toEqual({
    status: 'warn',
    summary: 'Port 22 is closed by the rules of `web-nsg`, but open to some all the same',
    because: managerLets,
    todo: 'Ask whoever runs Virtual Network Manager in your company; a security group cannot override it.',
  });
});

test.each<[string, Rules]>([
  ['nobody else', []],
  ['a short list', [office]],
])('a group that lets in %s is not called closed where Virtual Network Manager lets others in', (_, rules) => {
  const made = closePort.plan({ facts: groupFacts(rules, managed), params, requestId });
  expect(made.kind === 'refused' && made.hint).toContain(managerLets);
});

test('what around the group could not be read is told before and after', () => {
  const unread = ['The admin rules of virtual network net could not be read: Azure refuses it.'];
  const { plan, notes } = planned(groupFacts([{ priority: 200 }], { unread }));
  expect(notes).toContain(`All this is by the group's own rules. ${unread[0]}`);
  expect(closePort.verify(groupFacts([own()], { unread }), params, plan).status).toBe('warn');
  const closed = closePort.plan({ facts: groupFacts([], { unread }), params, requestId });
  expect(closed.kind === 'refused' && closed.hint).toContain(unread[0]);
});

test('a rule that is not understood keeps it from being known whether it is closed then', () => {
  const odd = { name: 'odd', priority: 150, sources: ['?'] };
  const { notes } = planned(groupFacts([odd, { priority: 200 }]));
  expect(notes.join('\n')).toContain('Whether it is closed then cannot be told: It hangs on the rule odd.');
});

test('the thresholds of the operator decide what is exposed', () => {
  const few = groupFacts([{ priority: 200, sources: ['8.0.0.0/16'] }]);
  expect(closePort.plan({ facts: few, params, requestId }).kind).toBe('refused');
  const strict = { ...few, thresholds: { ipv4Bits: 16, ipv6Bits: 16 } };
  expect(closePort.plan({ facts: strict, params, requestId }).kind).toBe('planned');
});

test('what others opened meanwhile to other addresses takes nothing back', () => {
  const { plan } = planned(groupFacts([{ priority: 200, sources: ['8.0.0.0/7'] }]));
  const facts = groupFacts([own({ sources: ['8.0.0.0/7'] }), { priority: 200, sources: ['8.0.0.0/7', '64.0.0.0/4'] }]);
  expect(closePort.verify(facts, params, plan).status).toBe('warn');
});

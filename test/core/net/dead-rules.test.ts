import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SecurityRule } from '../../../src/core/facts.ts';
import { AddressSet } from '../../../src/core/net/address-set.ts';
import { publicSpace } from '../../../src/core/net/address-space.ts';
import { deadRules } from '../../../src/core/net/dead-rules.ts';
import { rulesAbout } from '../../../src/core/net/port-rules.ts';
import { blocks, hosts, outside, ruleLists, samples, sourcePorts } from './drawn-rules.ts';
import { exposureTo } from './exposure.ts';
import { rule } from './make.ts';
import { firstMatch } from './plain-firewall.ts';

const asg = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/applicationSecurityGroups/web';
const dead = (rules: readonly SecurityRule[]) =>
  deadRules(rulesAbout(rules, 22)).map(({ rule: { name }, by, fails }) => [name, by.map((each) => each.name), fails]);
const front = (parts: Partial<SecurityRule> = {}) => rule({ name: 'front', ...parts });
const deny = (parts: Partial<SecurityRule> = {}) => front({ access: 'Deny', ...parts });
const late = (parts: Partial<SecurityRule> = {}) => rule({ name: 'late', priority: 300, ...parts });
const office = { sources: ['203.0.113.0/24'] };
const internet = { sources: ['Internet'] };

test.each<[string, SecurityRule[], unknown[]]>([
  ['an allow behind a Deny', [deny(), late()], [['late', ['front'], 'to let in']]],
  ['an allow-list behind a Deny of the internet', [deny(internet), late(office)], [['late', ['front'], 'to let in']]],
  ['a Deny behind an allow', [front(), late({ access: 'Deny' })], [['late', ['front'], 'to keep out']]],
  ['an allow behind a wider one', [front(), late(office)], [['late', ['front'], 'nothing']]],
  ['a Deny behind a Deny does no harm', [deny(), late({ access: 'Deny' })], []],
  ['what names nobody public is of no interest', [deny(), late({ sources: ['10.0.0.0/8'] })], []],
  ['everybody is more than the internet', [deny(internet), late()], []],
  ['IPv6 is left', [deny({ sources: ['0.0.0.0/0'] }), late()], []],
  ['one address is left', [deny({ sources: ['203.0.113.0/25'] }), late(office)], []],
  [
    'several together take everything',
    [
      deny({ name: 'a', sources: ['203.0.113.0/25'] }),
      front({ name: 'b', priority: 200, sources: ['203.0.113.128/25'] }),
      front({ name: 'c', priority: 210, sources: ['198.51.100.0/24'] }),
      late(office),
    ],
    [['late', ['a', 'b'], 'to let in']],
  ],
  ['another port is left', [deny(), late({ destinationPorts: ['22', '443'] })], []],
  ['every port, with a Deny of one', [deny(), late({ destinationPorts: ['*'] })], []],
  [
    'a range within a range',
    [deny({ destinationPorts: ['20-30'] }), late({ destinationPorts: ['22-25'] })],
    [['late', ['front'], 'to let in']],
  ],
  [
    'ports that are not understood may be left',
    [deny(), late({ destinationPorts: ['22', "[parameters('more')]"] })],
    [],
  ],
  [
    'what is not understood of the ports in front takes nothing away',
    [deny({ destinationPorts: ['22', "[parameters('more')]"] }), late()],
    [['late', ['front'], 'to let in']],
  ],
  ['another protocol is left', [deny(), late({ protocol: '*' })], []],
  [
    'every protocol, in any case',
    [deny({ protocol: 'any' }), late({ protocol: 'TCP' })],
    [['late', ['front'], 'to let in']],
  ],
  ['source ports are left', [deny({ sourcePorts: ['1024-65535'] }), late()], []],
  ['the same source ports', [deny({ sourcePorts: ['1-65535'] }), late()], [['late', ['front'], 'to let in']]],
  ['another host is left', [deny({ destinations: ['10.0.0.4'] }), late()], []],
  [
    'a host in a subnet',
    [deny({ destinations: ['10.0.0.0/24'] }), late({ destinations: ['10.0.0.4'] })],
    [['late', ['front'], 'to let in']],
  ],
  [
    'every host of the network',
    [deny({ destinations: ['VirtualNetwork'] }), late()],
    [['late', ['front'], 'to let in']],
  ],
  [
    'an application security group',
    [
      deny({ destinations: [], destinationAsgIds: [asg] }),
      late({ destinations: [], destinationAsgIds: [asg.toUpperCase()] }),
    ],
    [['late', ['front'], 'to let in']],
  ],
  [
    'a service tag behind a Deny of the internet',
    [deny(internet), late({ sources: ['AzureCloud'] })],
    [['late', ['front'], 'to let in']],
  ],
  [
    'the same service tag',
    [deny({ sources: ['azurecloud'] }), late({ sources: ['AzureCloud'] })],
    [['late', ['front'], 'to let in']],
  ],
  ['another service tag', [deny({ sources: ['Storage'] }), late({ sources: ['AzureCloud'] })], []],
  ['a list with the tag of the network', [deny(internet), late({ sources: ['203.0.113.7', 'VirtualNetwork'] })], []],
  [
    'the same list',
    [deny({ sources: ['VirtualNetwork', '203.0.113.0/24'] }), late({ sources: ['203.0.113.7', 'VirtualNetwork'] })],
    [['late', ['front'], 'to let in']],
  ],
  [
    'a rule that is not understood takes nothing for sure',
    [deny({ destinationPorts: ['22', 'x-y'], sources: ['?'] }), late()],
    [],
  ],
  ['a rule that is not understood is not called dead', [deny(), late({ sources: ['?'] })], []],
  ['which of two of one priority comes first is not known', [deny({ priority: 300 }), late()], []],
  ['the default rules are what they are', [front({ access: 'Deny', priority: 4096 })], []],
])('%s', (_, rules, expected) => {
  expect(dead(rules)).toEqual(expected);
});

test('what is called dead never decides about any packet', () => {
  let found = 0;
  fc.assert(
    fc.property(ruleLists, (rules) => {
      const names = new Set(deadRules(rulesAbout(rules, 22)).map(({ rule: { name } }) => name));
      found += names.size;
      if (names.size === 0) return;
      for (const { address: to } of hosts)
        for (const from of samples)
          for (const sourcePort of sourcePorts)
            expect(names).not.toContain(firstMatch(rules, { from, sourcePort, to, port: 22 }, outside)?.name);
    }),
    { numRuns: 1500, seed: 20_261_126 },
  );
  expect(found).toBeGreaterThan(300);
});

test('of rules that differ in their addresses alone, each that decides about no packet is found', () => {
  const texts = (sources: readonly string[]) => sources.filter((each) => each !== 'AzureLoadBalancer');
  const alike = ruleLists.map((rules) =>
    rules.map(({ name, priority, access, sources }) => rule({ name, priority, access, sources: texts(sources) })),
  );
  /** The first address of every stretch in which all of the rules' sources agree. */
  const edges = [...blocks.map((each) => AddressSet.of(each)), publicSpace].flatMap((set) =>
    [set, AddressSet.any.subtract(set)].flatMap((each) => each.toRanges().map(({ first }) => first)),
  );
  const isPublic = (sources: readonly string[]) =>
    sources.some(
      (each) => !/^virtualnetwork$/i.test(each) && (AddressSet.parse(each) ?? publicSpace).overlaps(publicSpace),
    );
  let found = 0;
  fc.assert(
    fc.property(alike, (drawn) => {
      const rules = drawn.filter(({ sources }) => sources.length > 0 && !sources.includes('VirtualNetwork'));
      const deciding = new Set(
        edges.map(
          (from) =>
            firstMatch(
              rules,
              { from, sourcePort: 40_000, to: from.includes(':') ? 'fd00::4' : '10.0.0.4', port: 22 },
              outside,
            )?.name,
        ),
      );
      const told = deadRules(rulesAbout(rules, 22)).map(({ rule: { name } }) => name);
      const silent = rules.filter(({ name, sources }) => !deciding.has(name) && isPublic(sources));
      found += told.length;
      for (const { name, access } of silent) if (access === 'Allow') expect(told).toContain(name);
      for (const name of told) expect(deciding).not.toContain(name);
    }),
    { numRuns: 1500, seed: 20_261_126 },
  );
  expect(found).toBeGreaterThan(300);
});

test('the sentence says who stands in front, and what is lost', () => {
  const says = (...rules: SecurityRule[]) => exposureTo(rules).remarks.map((each) => each.says);
  expect(says(deny(), late())).toEqual([
    'It never matches: the rule front in front of it takes all that it names, so it lets nobody in.',
  ]);
  const many = ['0.0.0.0/2', '64.0.0.0/2', '128.0.0.0/2', '192.0.0.0/2'].map((source, at) =>
    deny({ name: `d${at}`, priority: 100 + at, sources: [source] }),
  );
  expect(says(...many, late({ sources: ['0.0.0.0/0'] }))).toEqual([
    'It never matches: the rules d0, d1 and 2 more in front of it take all that it names, so it lets nobody in.',
  ]);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AdminRule, SecurityRule } from '../../../src/core/facts.ts';
import { AddressSet } from '../../../src/core/net/address-set.ts';
import { adminRuling } from '../../../src/core/net/admin-ruling.ts';
import { defaultRules } from '../../../src/core/net/default-rules.ts';
import type { Flow } from '../../../src/core/net/ruling.ts';
import { rulingOf } from '../../../src/core/net/ruling-of.ts';
import { wayIn } from '../../../src/core/net/way-in.ts';
import { adminRule, nsg, rule } from './make.ts';
import { type Circumstances, firstMatch } from './plain-firewall.ts';

const blocks = ['0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '10.0.0.0/8', '10.0.0.0/24', '10.0.0.4', '203.0.113.0/24']
  .concat(
    '203.0.113.64/26',
    '203.0.113.7',
    '203.0.113.7/31',
    '172.0.0.0/8',
    '192.168.0.0/16',
    '168.63.129.16',
    '0.0.0.0',
  )
  .concat('::/0', '2000::/3', '2001:db8::/32', '2001:db8::7', 'fd00::/8');
const words = ['*', 'Any', 'Internet', 'internet', 'VirtualNetwork', 'AzureLoadBalancer'];
const unknownWords = ['AzureCloud', 'azurecloud.westeurope', 'Storage'];

/** Single addresses on both sides of every edge that the blocks and words have. */
const samples = [
  '0.0.0.0',
  '0.255.255.255',
  '1.0.0.0',
  '9.255.255.255',
  '10.0.0.0',
  '10.0.0.4',
  '10.0.0.255',
  '10.0.1.0',
]
  .concat('10.255.255.255', '11.0.0.0', '100.63.255.255', '100.64.0.0', '100.127.255.255', '100.128.0.0', '127.0.0.1')
  .concat(
    '127.255.255.255',
    '128.0.0.0',
    '168.63.129.15',
    '168.63.129.16',
    '168.63.129.17',
    '169.254.0.1',
    '169.255.0.0',
  )
  .concat('171.255.255.255', '172.0.0.0', '172.15.255.255', '172.16.0.0', '172.31.255.255', '172.32.0.0', '173.0.0.0')
  .concat('192.167.255.255', '192.168.0.0', '192.168.255.255', '192.169.0.0', '203.0.112.255', '203.0.113.0')
  .concat('203.0.113.6', '203.0.113.7', '203.0.113.8', '203.0.113.63', '203.0.113.64', '203.0.113.127', '203.0.113.128')
  .concat('203.0.113.255', '203.0.114.0', '223.255.255.255', '224.0.0.0', '240.0.0.0', '255.255.255.255')
  .concat('::', '::1', '1fff::', '2000::', '2001:db8::', '2001:db8::6', '2001:db8::7', '2001:db8::8', '2001:db9::')
  .concat('3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '4000::', 'fbff::', 'fc00::', 'fd00::1', 'fe00::', 'ff02::1');

const unknowns = ['azurecloud', 'azurecloud.westeurope', 'storage', 'network', 'group'];
const groupId = 'group';

const mostly = <T>(usual: T, ...others: T[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));
const sources = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...blocks), { minLength: 1, maxLength: 3 }) },
  fc.constantFrom(...words).map((word) => [word]),
  fc.constantFrom(...unknownWords).map((word) => [word]),
);
const common = {
  priority: fc.integer({ min: 100, max: 4096 }),
  direction: mostly<'Inbound' | 'Outbound'>('Inbound', 'Outbound'),
  protocol: mostly('Tcp', 'TCP', '*', 'Udp'),
  sources,
  sourcePorts: mostly(['*'], ['0-1023'], ['1024-65535'], ['1024-40000'], ['40001-65535'], ['22', '40001']),
  destinations: mostly(
    ['*'],
    ['VirtualNetwork'],
    ['10.0.0.0/24'],
    ['10.0.0.4'],
    ['10.0.0.5'],
    ['fd00::4', '20.51.230.13'],
  ),
  destinationPorts: mostly(['22'], ['*'], ['20-25', '80'], ['0-21', '23-65535']),
};
const securityRule = fc
  .record({
    ...common,
    access: fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Deny'),
    grouped: mostly(false, false, true),
  })
  .map(({ grouped, ...parts }) => rule(grouped ? { ...parts, sources: [''], sourceAsgIds: [groupId] } : parts));
const byPriority = { selector: ({ priority }: { priority: number }) => priority, maxLength: 7 };
const securityRules = fc.uniqueArray(securityRule, byPriority);
const adminRules = fc.uniqueArray(
  fc
    .record({ ...common, access: fc.constantFrom<AdminRule['access']>('Allow', 'AlwaysAllow', 'Deny') })
    .map((parts) => adminRule(parts)),
  byPriority,
);
const flows = fc
  .record({
    from: fc.oneof(
      { weight: 2, arbitrary: fc.constantFrom(...samples).map((one) => [one]) },
      fc.array(fc.constantFrom(...blocks, ...samples), { minLength: 1, maxLength: 3 }),
    ),
    destination: mostly('10.0.0.4', 'fd00::4'),
    vnetPrefixes: mostly(['10.0.0.0/16'], ['10.0.0.0/24', '203.0.113.0/26'], ['fd00::/64']),
  })
  .map(({ from, ...rest }): Flow => ({ sources: AddressSet.of(...from), destinationAsgIds: [], port: 22, ...rest }));

/** Every combination of what could be so. A region is part of its tag. */
const allHoldings = Array.from({ length: 2 ** unknowns.length }, (_, bits) =>
  unknowns.filter((_, at) => (bits >> at) & 1),
)
  .map((holding) => new Set(holding))
  .filter((holding) => holding.has('azurecloud') || !holding.has('azurecloud.westeurope'));
/** One port of each stretch that the rules' source ports tell apart. */
const sourcePorts = [1024, 40_000, 40_001, 40_002, 65_535];

/** All that can happen to packets from one address, in whatever circumstances. */
function outcomes<Answer>(
  flow: Flow,
  from: string,
  decide: (packet: Parameters<typeof firstMatch>[1], so: Circumstances) => Answer,
): Set<Answer> {
  const seen = new Set<Answer>();
  for (const holding of allHoldings) {
    for (const sourcePort of sourcePorts) {
      seen.add(
        decide(
          { from, sourcePort, to: flow.destination, port: flow.port },
          { holding, vnetPrefixes: flow.vnetPrefixes },
        ),
      );
    }
  }
  return seen;
}

function sampled(flow: Flow): string[] {
  return samples.filter((address) => flow.sources.contains(AddressSet.of(address)));
}

function securityDecision(rules: readonly SecurityRule[]) {
  const all = [...rules, ...defaultRules];
  return (...args: [Parameters<typeof firstMatch>[1], Circumstances]) => firstMatch(all, ...args)?.access ?? 'none';
}

const one = (address: string, flow: Flow): Flow => ({ ...flow, sources: AddressSet.of(address) });
const only = <T>(set: Set<T>) => (set.size === 1 ? [...set][0] : undefined);

/** Fixed, since the tests also say that every kind of answer was met. */
const seed = 2051;

describe('a plain firewall agrees', () => {
  test('on every single address', () => {
    const words: Record<string, string> = { Allow: 'allow', Deny: 'deny' };
    const met = new Set<string>();
    fc.assert(
      fc.property(securityRules, flows, fc.constantFrom(...samples), (rules, flow, from) => {
        const ruling = rulingOf({ rules }, one(from, flow));
        const expected = only(outcomes(flow, from, securityDecision(rules)));
        expect(ruling.access).toBe(expected === undefined ? 'undetermined' : words[expected]);
        met.add(ruling.access);
      }),
      { numRuns: 600, seed },
    );
    expect([...met].sort()).toEqual(['allow', 'deny', 'undetermined']);
  });

  test('on every part of a range', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(securityRules, flows, (rules, flow) => {
        const ruling = rulingOf({ rules }, flow);
        met.add(ruling.access);
        for (const from of sampled(flow)) {
          const access = only(outcomes(flow, from, securityDecision(rules)));
          if (ruling.access === 'allow') expect(access).toBe('Allow');
          if (ruling.access === 'deny') expect(access).toBe('Deny');
          if (ruling.access !== 'partly') continue;
          const sender = AddressSet.of(from);
          expect([access === 'Allow', access === 'Deny']).toEqual([
            ruling.allowed.contains(sender),
            ruling.denied.contains(sender),
          ]);
        }
        if (ruling.access !== 'partly') return;
        expect(ruling.allowed.union(ruling.denied).equals(flow.sources)).toBe(true);
        expect(ruling.allowed.overlaps(ruling.denied)).toBe(false);
      }),
      { numRuns: 250, seed },
    );
    expect([...met].sort()).toEqual(['allow', 'deny', 'partly', 'undetermined']);
  });

  test('on admin rules', () => {
    const words: Record<string, string> = { Allow: 'passes-on', AlwaysAllow: 'always-allow', Deny: 'deny' };
    const met = new Set<string>();
    fc.assert(
      fc.property(adminRules, flows, fc.constantFrom(...samples), (rules, flow, from) => {
        const ruling = adminRuling({ kind: 'admin-rules', vnetId: 'v', rules }, one(from, flow));
        const decide = (...args: [Parameters<typeof firstMatch>[1], Circumstances]) =>
          firstMatch(rules, ...args)?.access ?? 'Allow';
        const expected = only(outcomes(flow, from, decide));
        expect(ruling.access).toBe(expected === undefined ? 'undetermined' : words[expected]);
        met.add(ruling.access);
      }),
      { numRuns: 400, seed },
    );
    expect([...met].sort()).toEqual(['always-allow', 'deny', 'passes-on', 'undetermined']);
  });

  test('on both groups together', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(securityRules, securityRules, flows, (subnet, nic, flow) => {
        const way = wayIn({ subnetNsg: nsg('s', ...subnet), nicNsg: nsg('n', ...nic), endpointSku: 'Standard', flow });
        met.add(way.kind);
        const [bySubnet, byNic] = [securityDecision(subnet), securityDecision(nic)];
        for (const from of sampled(flow)) {
          const in_ = only(
            outcomes(flow, from, (...args) => bySubnet(...args) === 'Allow' && byNic(...args) === 'Allow'),
          );
          if (way.kind === 'open') expect(in_).toBe(true);
          if (way.kind === 'closed') expect(in_).toBe(false);
          if (way.kind === 'partly') expect(in_).toBe(way.allowed.contains(AddressSet.of(from)));
        }
        if (way.kind === 'closed') {
          expect(
            AddressSet.join(way.stops.flatMap((stop) => (stop.kind === 'rule' ? [stop.sources] : []))).contains(
              flow.sources,
            ),
          ).toBe(true);
        }
      }),
      { numRuns: 250, seed },
    );
    expect([...met].sort()).toEqual(['closed', 'open', 'partly', 'unknown']);
  });
});

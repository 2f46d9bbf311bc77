import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SecurityRule } from '../../../src/core/facts.ts';
import { AddressSet } from '../../../src/core/net/address-set.ts';
import { publicSpace } from '../../../src/core/net/address-space.ts';
import { defaultRules } from '../../../src/core/net/default-rules.ts';
import type { GuardedHost } from '../../../src/core/net/exposure.ts';
import { judgeNsg } from '../../../src/core/net/judge-nsg.ts';
import { exposureTo } from './exposure.ts';
import { rule } from './make.ts';
import { firstMatch } from './plain-firewall.ts';

const runs = 1500;
/** Each is sent from each of the sample addresses, from several ports, to each host. */
const hosts: readonly GuardedHost[] = [
  { address: '10.0.0.4', asgIds: [] },
  { address: '10.0.1.9', asgIds: [] },
  { address: 'fd00::4', asgIds: [] },
];

const samples = [
  '1.0.0.0',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '127.255.255.255',
  '128.0.0.0',
]
  .concat('168.63.129.15', '168.63.129.17', '172.15.255.255', '172.32.0.0', '203.0.112.255', '203.0.113.0')
  .concat('203.0.113.7', '203.0.113.63', '203.0.113.64', '203.0.114.0', '223.255.255.255', '2000::', '2001:db8::')
  .concat('2001:db8::7', '2001:db8::8', '2001:db9::', '3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff')
  // Not on the internet: these are never among those who get in.
  .concat('10.0.0.5', '100.64.0.1', '0.0.0.1', '224.0.0.1', 'fd00::1', '168.63.129.16');
const sourcePorts = [1, 22, 1023, 1024, 40_000, 65_535];

const blocks = ['0.0.0.0/0', '0.0.0.0/1', '128.0.0.0/1', '8.0.0.0/7', '10.0.0.0/7', '203.0.113.0/24', '203.0.113.64/26']
  .concat('203.0.113.7', '172.0.0.0/8', '0.0.0.0', '::/0', '2000::/3', '2001:db8::/32', '2001:db8::7', 'fd00::/8')
  .concat('100.0.0.0/9', '168.0.0.0/8', '0.0.0.0/8', '10.0.0.0/24');
const often = <T>(usual: T, ...others: T[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));
const sources = fc.oneof(
  fc.constantFrom('*', 'Internet', 'internet', 'Any', 'VirtualNetwork', 'AzureLoadBalancer').map((word) => [word]),
  fc.array(fc.constantFrom(...blocks), { minLength: 1, maxLength: 4 }),
);
const ruleArbitrary = fc.record({
  access: fc.constantFrom<SecurityRule['access']>('Allow', 'Deny'),
  direction: often<SecurityRule['direction']>('Inbound', 'Outbound'),
  protocol: often('Tcp', '*', 'TCP', 'Udp', 'Icmp'),
  sources,
  sourcePorts: often(['*'], ['1024-65535'], ['0-1023'], ['22'], ['0-65535'], ['1-40000', '40001-65535']),
  destinations: often(['*'], ['10.0.0.4'], ['10.0.0.0/24', 'fd00::/64'], ['10.0.1.0/24'], ['VirtualNetwork'], ['::/0']),
  destinationPorts: often(['22'], ['*'], ['20-25'], ['443', '22'], ['0-21', '23-65535'], ['443']),
});
const ruleLists = fc
  .array(ruleArbitrary, { minLength: 1, maxLength: 8 })
  .chain((parts) => fc.shuffledSubarray(priorities(parts.length)).map((order) => ({ parts, order })))
  .map(({ parts, order }) =>
    parts.map((each, at) => rule({ ...each, name: `r${at}`, priority: order[at] ?? 4000 - at })),
  );

function priorities(count: number): number[] {
  return Array.from({ length: count }, (_, at) => 100 + at * 10);
}

const outside = { holding: new Set<string>(), vnetPrefixes: ['10.0.0.0/16', 'fd00::/48'] };

/** Whether a packet from this address gets to a host, from whatever port its sender chooses. */
function getsIn(rules: readonly SecurityRule[], from: string, to: string): boolean {
  return sourcePorts.some(
    (sourcePort) => firstMatch(rules, { from, sourcePort, to, port: 22 }, outside)?.access === 'Allow',
  );
}

const sameFamily = (left: string, right: string) => left.includes(':') === right.includes(':');

test('agrees with a firewall that looks at one packet at a time', () => {
  let packets = 0;
  const sets = new Map(samples.map((from) => [from, AddressSet.of(from)]));
  fc.assert(
    fc.property(ruleLists, (rules) => {
      const all = [...rules, ...defaultRules];
      for (const host of hosts) {
        const { sources: found } = exposureTo(rules, { hosts: [host], vnetPrefixes: outside.vnetPrefixes });
        for (const [from, address] of sets) {
          if (!sameFamily(from, host.address)) continue;
          packets += sourcePorts.length;
          const expected = publicSpace.contains(address) && getsIn(all, from, host.address);
          expect([from, host.address, found.contains(address)]).toEqual([from, host.address, expected]);
        }
      }
    }),
    { numRuns: runs, seed: 20_261_126 },
  );
  expect(packets).toBeGreaterThan(100_000);
});

test('agrees with the one-flow question', () => {
  const plain = ruleLists.map((rules) => rules.map((each) => ({ ...each, sourcePorts: ['*'] })));
  fc.assert(
    fc.property(plain, fc.constantFrom(...samples), fc.constantFrom(...hosts), (rules, from, host) => {
      if (!sameFamily(from, host.address) || !publicSpace.contains(AddressSet.of(from))) return;
      const { sources: found } = exposureTo(rules, { hosts: [host], vnetPrefixes: outside.vnetPrefixes });
      const flow = {
        sources: AddressSet.of(from),
        destination: host.address,
        destinationAsgIds: [],
        port: 22,
        vnetPrefixes: outside.vnetPrefixes,
      };
      expect(found.intersect(flow.sources).equals(judgeNsg({ rules }, flow).allowed)).toBe(true);
    }),
    { numRuns: 3000, seed: 20_261_126 },
  );
});

test('hosts together are let in by whoever gets to one of them', () => {
  fc.assert(
    fc.property(ruleLists, (rules) => {
      const together = exposureTo(rules, { hosts }).sources;
      const each = hosts.map((host) => exposureTo(rules, { hosts: [host] }).sources);
      expect(together.equals(AddressSet.join(each))).toBe(true);
    }),
    { numRuns: 500, seed: 20_261_126 },
  );
});

import fc from 'fast-check';
import type { SecurityRule } from '../../../src/core/facts.ts';
import type { GuardedHost } from '../../../src/core/net/exposure.ts';
import { rule } from './make.ts';

/** Packets to them are sent from each of the sample addresses and from several ports. */
export const hosts: readonly GuardedHost[] = [
  { address: '10.0.0.4', asgIds: [] },
  { address: '10.0.1.9', asgIds: [] },
  { address: 'fd00::4', asgIds: [] },
];

export const samples = [
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
export const sourcePorts = [1, 22, 1023, 1024, 40_000, 65_535];

/** Sources of the drawn rules, besides words. */
export const blocks = [
  '0.0.0.0/0',
  '0.0.0.0/1',
  '128.0.0.0/1',
  '8.0.0.0/7',
  '10.0.0.0/7',
  '203.0.113.0/24',
  '203.0.113.64/26',
]
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
export const ruleLists = fc
  .array(ruleArbitrary, { minLength: 1, maxLength: 8 })
  .chain((parts) => fc.shuffledSubarray(priorities(parts.length)).map((order) => ({ parts, order })))
  .map(({ parts, order }) =>
    parts.map((each, at) => rule({ ...each, name: `r${at}`, priority: order[at] ?? 4000 - at })),
  );

function priorities(count: number): number[] {
  return Array.from({ length: count }, (_, at) => 100 + at * 10);
}

export const outside = { holding: new Set<string>(), vnetPrefixes: ['10.0.0.0/16', 'fd00::/48'] };

import { expect, test } from 'vitest';
import type { Nsg, Sku, Unreadable } from '../../../src/core/facts.ts';
import { type Doubt, type Stop, type WayIn, wayIn } from '../../../src/core/net/way-in.ts';
import { flow, nsg, rule, unreadable } from './make.ts';

/** The answer in short: its kind, then layer and rule of all it names. */
function inShort(way: WayIn): string {
  const stops = way.kind === 'open' ? [] : way.stops.map(stopInShort);
  const passes = way.kind === 'open' ? way.passes.map(({ layer, rule }) => `${layer}:${rule.name}`) : [];
  const doubts = way.kind === 'unknown' ? way.doubts.map(doubtInShort) : [];
  return [way.kind, ...passes, ...doubts, ...stops.map((stop) => `stopped by ${stop}`)].join(' ');
}

function stopInShort(stop: Stop): string {
  return stop.kind === 'rule' ? `${stop.layer}:${stop.rule.name}` : stop.kind;
}

function doubtInShort(doubt: Doubt): string {
  return doubt.kind === 'unknown-sku' ? doubt.kind : `${doubt.layer}:${doubt.kind}`;
}

interface Row {
  readonly statement: string;
  readonly subnet?: Nsg | Unreadable;
  readonly nic?: Nsg | Unreadable;
  readonly sku?: Sku;
  readonly from?: string;
  readonly answer: string;
}

const open = (name: string) => nsg(name, rule({ name: 'in' }));
const shut = (name: string) => nsg(name);
const half = (name: string, sources: string) => nsg(name, rule({ name: 'half', sources: [sources] }));
const cloud = (name: string) => nsg(name, rule({ name: 'cloud', sources: ['AzureCloud'] }));
const hidden = unreadable('network security group');

const rows: readonly Row[] = [
  { statement: 'a Standard endpoint without any group is closed', answer: 'closed stopped by standard-without-nsg' },
  { statement: 'a Basic endpoint without any group is open', sku: 'Basic', answer: 'open' },
  { statement: 'an endpoint of unknown kind without any group', sku: 'unknown', answer: 'unknown unknown-sku' },
  { statement: 'an endpoint of unknown kind with a group', sku: 'unknown', nic: open('n'), answer: 'open nic-nsg:in' },
  {
    statement: 'a newer Standard is a Standard',
    sku: 'StandardV2' as 'Standard',
    answer: 'closed stopped by standard-without-nsg',
  },
  { statement: "the subnet's group alone lets in", subnet: open('s'), answer: 'open subnet-nsg:in' },
  { statement: "the interface's group alone lets in", nic: open('n'), answer: 'open nic-nsg:in' },
  { statement: 'both must let in', subnet: open('s'), nic: open('n'), answer: 'open subnet-nsg:in nic-nsg:in' },
  {
    statement: 'the subnet stops it',
    subnet: shut('s'),
    nic: open('n'),
    answer: 'closed stopped by subnet-nsg:DenyAllInBound',
  },
  {
    statement: 'the interface stops it',
    subnet: open('s'),
    nic: shut('n'),
    answer: 'closed stopped by nic-nsg:DenyAllInBound',
  },
  {
    statement: 'both stop it, and both are named',
    subnet: nsg('s', rule({ name: 'no', access: 'Deny' })),
    nic: shut('n'),
    answer: 'closed stopped by subnet-nsg:no stopped by nic-nsg:DenyAllInBound',
  },
  {
    statement: 'a Basic endpoint does not open a group',
    subnet: shut('s'),
    sku: 'Basic',
    answer: 'closed stopped by subnet-nsg:DenyAllInBound',
  },
  { statement: 'a group that cannot be read', subnet: hidden, answer: 'unknown subnet-nsg:unreadable' },
  { statement: 'beside one that lets in', subnet: hidden, nic: open('n'), answer: 'unknown subnet-nsg:unreadable' },
  {
    statement: 'beside one that shuts out',
    subnet: hidden,
    nic: shut('n'),
    answer: 'closed stopped by nic-nsg:DenyAllInBound',
  },
  {
    statement: 'two that cannot be read',
    subnet: hidden,
    nic: hidden,
    answer: 'unknown subnet-nsg:unreadable nic-nsg:unreadable',
  },
  { statement: 'a service tag', subnet: open('s'), nic: cloud('n'), answer: 'unknown nic-nsg:undetermined' },
  {
    statement: 'a service tag behind a deny',
    subnet: shut('s'),
    nic: cloud('n'),
    answer: 'closed stopped by subnet-nsg:DenyAllInBound',
  },
  {
    statement: 'a split range',
    subnet: half('s', '203.0.113.0/25'),
    from: '203.0.113.0/24',
    answer: 'partly stopped by subnet-nsg:DenyAllInBound',
  },
  {
    statement: 'two halves that do not meet',
    subnet: half('s', '203.0.113.0/25'),
    nic: half('n', '203.0.113.128/25'),
    from: '203.0.113.0/24',
    answer: 'closed stopped by subnet-nsg:DenyAllInBound stopped by nic-nsg:DenyAllInBound',
  },
  {
    statement: 'a split range before a group that cannot be read',
    subnet: half('s', '203.0.113.0/25'),
    nic: hidden,
    from: '203.0.113.0/24',
    answer: 'unknown nic-nsg:unreadable stopped by subnet-nsg:DenyAllInBound',
  },
  {
    statement: 'a doubt about addresses that are shut out anyway',
    subnet: half('s', '203.0.113.0/25'),
    nic: nsg('n', rule({ sources: ['203.0.113.0/25'] }), rule({ priority: 101, sources: ['AzureCloud'] })),
    from: '203.0.113.0/24',
    answer: 'partly stopped by subnet-nsg:DenyAllInBound',
  },
];

test.each(rows)('$statement: $answer', ({ subnet, nic, sku = 'Standard', from, answer }) => {
  expect(inShort(wayIn({ subnetNsg: subnet, nicNsg: nic, endpointSku: sku, flow: flow(from) }))).toBe(answer);
});

test('a split range is told in exact sets', () => {
  const way = wayIn({
    subnetNsg: half('s', '203.0.113.0/25'),
    nicNsg: half('n', '203.0.113.64/26'),
    endpointSku: 'Standard',
    flow: flow('203.0.113.0/24'),
  });
  expect(way.kind).toBe('partly');
  if (way.kind !== 'partly') return;
  expect(String(way.allowed)).toBe('203.0.113.64/26');
  expect(String(way.denied)).toBe('203.0.113.0/26, 203.0.113.128/25');
  expect(way.stops.map((stop) => stop.kind === 'rule' && String(stop.sources))).toEqual([
    '203.0.113.128/25',
    '203.0.113.0/26, 203.0.113.128/25',
  ]);
});

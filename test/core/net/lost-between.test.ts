import { expect, test } from 'vitest';
import type { SecurityRule } from '../../../src/core/facts.ts';
import { AddressSet } from '../../../src/core/net/address-set.ts';
import { usualThresholds } from '../../../src/core/net/exposure.ts';
import { lostBetween } from '../../../src/core/net/lost-between.ts';
import { rule } from './make.ts';

type Rules = readonly Partial<SecurityRule>[];
const office = { name: 'office', priority: 100, sources: ['203.0.113.0/24'] };
const deny = { name: 'deny', priority: 150, access: 'Deny' as const, sources: ['Internet'] };
const wide = { name: 'wide', priority: 200, sources: ['203.0.0.0/16'] };
const vnetPrefixes = ['10.0.0.0/16'];

test.each<[string, Rules, Rules, AddressSet]>([
  ['nobody, where nothing changed', [wide], [wide], AddressSet.empty],
  ['all of them, behind a deny', [wide], [deny, wide], AddressSet.of('203.0.0.0/16')],
  [
    'not who has a rule in front of it',
    [office, wide],
    [office, deny, wide],
    AddressSet.of('203.0.0.0/16').subtract(AddressSet.of('203.0.113.0/24')),
  ],
  [
    'who keeps one host of several',
    [{ ...office, destinations: ['10.0.0.4'] }, wide],
    [{ ...office, destinations: ['10.0.0.4'] }, deny, wide],
    AddressSet.of('203.0.0.0/16'),
  ],
  ['nobody, where more get in', [wide], [{ name: 'all', priority: 120 }, wide], AddressSet.empty],
  [
    'who may lose by a rule that is not understood',
    [{ ...wide, protocol: 'odd' }],
    [deny, { ...wide, protocol: 'odd' }],
    AddressSet.of('203.0.0.0/16'),
  ],
])('%s', (_, before, after, expected) => {
  const lists = [before, after].map((rules) => rules.map((each) => rule(each))) as [SecurityRule[], SecurityRule[]];
  const lost = lostBetween(...lists, { port: 22, thresholds: usualThresholds, vnetPrefixes });
  expect(lost.toString()).toBe(expected.toString());
});

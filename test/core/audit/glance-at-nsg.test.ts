import { expect, test } from 'vitest';
import { generateNsgs } from '../../../bench/audit/generate-nsgs.ts';
import { glanceAtNsg } from '../../../src/core/audit/arm/glance-at-nsg.ts';
import { nsgFromArm } from '../../../src/core/audit/arm/nsg-from-arm.ts';
import { isWorthALook } from '../../../src/core/audit/flag-nsgs.ts';
import { usualThresholds } from '../../../src/core/net/exposure.ts';
import { exposureOf } from '../../../src/core/net/exposure-of.ts';
import { isPlainlyNarrow } from '../../../src/core/net/is-plainly-narrow.ts';

const context = { port: 22, thresholds: usualThresholds };

test('a glance at a group says of it what a whole reading does', () => {
  let plain = 0;
  for (const each of generateNsgs(3000, 12, 'a glance')) {
    const whole = nsgFromArm(each);
    const glance = glanceAtNsg(each, 22);
    if (whole.kind !== 'read' || glance === undefined) throw new Error(each.id);
    const { verdict, publicIpv4Addresses, remarks } = exposureOf(whole.nsg, context);
    expect(exposureOf(glance.nsg, context)).toMatchObject({ verdict, publicIpv4Addresses, remarks });
    expect(glance.ruleCount).toBe(whole.ruleCount);
    if (!isPlainlyNarrow(glance.nsg.rules, context)) continue;
    plain += 1;
    expect(isWorthALook(exposureOf(whole.nsg, context))).toBe(false);
  }
  expect(plain).toBeGreaterThan(1000);
});

const rule = {
  priority: 100,
  direction: 'Inbound',
  access: 'Allow',
  protocol: 'Tcp',
  sourceAddressPrefix: '203.0.113.0/24',
  sourcePortRange: '*',
  destinationAddressPrefix: '*',
  destinationPortRange: '22',
};
const group = (...rules: object[]) => ({
  id: '/g',
  properties: { securityRules: rules.map((each, at) => ({ name: `r${at}`, properties: { ...rule, ...each } })) },
});

test.each<[string, object[], boolean]>([
  ['an allow-list', [{}], true],
  ['everybody behind an allow-list', [{}, { priority: 200, sourceAddressPrefix: '*' }], false],
  ['more than a /16', [{ sourceAddressPrefix: '8.0.0.0/15' }], false],
  [
    'many lists that are much together',
    Array.from({ length: 200 }, (_, at) => ({ priority: 100 + at, sourceAddressPrefix: `${at + 11}.1.0.0/16` })),
    false,
  ],
  ['IPv6', [{ sourceAddressPrefix: '2001:db8::/32' }], false],
  ["every address of Azure's", [{ sourceAddressPrefix: 'AzureCloud' }], false],
  ['an address that nobody has', [{ sourceAddressPrefix: '0.0.0.0' }], false],
  ['a destination that no host has', [{ destinationAddressPrefix: '20.1.2.3' }], false],
  ['an allow and a deny of one priority', [{}, { access: 'Deny' }], false],
  ['a rule that is not understood', [{ sourceAddressPrefix: '?' }], false],
  ['an allow-list behind a Deny', [{ access: 'Deny', sourceAddressPrefix: 'Internet' }, { priority: 200 }], false],
  ['the same allow-list twice', [{}, { priority: 200 }], false],
  ['a Deny behind an allow-list', [{}, { priority: 200, access: 'Deny', sourceAddressPrefix: '*' }], true],
  ['nothing', [], true],
])('it is seen at once, or not: %s', (_, rules, expected) => {
  const glance = glanceAtNsg(group(...rules), 22);
  expect(isPlainlyNarrow(glance?.nsg.rules ?? [], context)).toBe(expected);
});

test.each([
  ['no rules', { id: '/g', properties: {} }],
  ['rules by a loop', { id: '/g', properties: { securityRules: [], copy: [] } }],
  ['a rule that lacks its access', group({ access: undefined })],
  ['no id', { properties: { securityRules: [] } }],
])('what is not as Azure writes it has to be read as a whole: %s', (_, value) => {
  expect(glanceAtNsg(value, 22)).toBeUndefined();
});

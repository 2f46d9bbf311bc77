import { describe, expect, test } from 'vitest';
import { asWanted } from '../../../src/azure/writes/as-wanted.ts';
import type { Json } from '../../../src/core/canonical-json.ts';

const rule = {
  properties: {
    access: 'Allow',
    description: 'drawbridge:x Until:9 Seal:Ab',
    destinationAddressPrefix: '10.0.0.4',
    destinationPortRange: '22',
    direction: 'Inbound',
    priority: 120,
    protocol: 'Tcp',
    sourceAddressPrefix: '203.0.113.7',
    sourcePortRange: '*',
  },
};

/** The rule as Azure answers it, with these properties changed. */
const answered = (properties: Record<string, Json> = {}): Json => ({
  id: '/subscriptions/s/.../securityRules/x',
  name: 'x',
  etag: 'W/"2"',
  type: 'Microsoft.Network/networkSecurityGroups/securityRules',
  properties: {
    provisioningState: 'Succeeded',
    ...rule.properties,
    sourcePortRanges: [],
    destinationPortRanges: [],
    sourceAddressPrefixes: [],
    destinationAddressPrefixes: [],
    ...properties,
  },
});

describe('a rule', () => {
  test.each([
    ['with the fields that Azure adds', {}, true],
    ['with enumerations in another case', { protocol: 'TCP', access: 'allow', direction: 'INBOUND' }, true],
    ['in the plural form', { sourceAddressPrefix: null, sourceAddressPrefixes: ['203.0.113.7'] }, true],
    ['in both forms', { destinationPortRanges: ['22'] }, true],
    ['that lets in more', { sourceAddressPrefixes: ['0.0.0.0/0'] }, false],
    ['from elsewhere', { sourceAddressPrefix: '203.0.113.8' }, false],
    ['to more ports', { destinationPortRanges: ['23'] }, false],
    ['from an application security group besides', { sourceApplicationSecurityGroups: [{ id: '/asg' }] }, false],
    ['of another priority', { priority: 121 }, false],
    ['that was turned around', { access: 'Deny' }, false],
    ['whose text differs in case only', { description: 'drawbridge:x Until:9 Seal:AB' }, false],
  ])('%s', (_, changed, expected) => {
    expect(asWanted(rule, answered(changed))).toBe(expected);
  });

  test('that was put in the plural form', () => {
    const { sourceAddressPrefix, ...others } = rule.properties;
    const plural = { properties: { ...others, sourceAddressPrefixes: [sourceAddressPrefix] } };
    expect(asWanted(plural, answered())).toBe(true);
    expect(asWanted(plural, answered({ sourceAddressPrefix: '*' }))).toBe(false);
  });
});

const nic = (more: Record<string, Json>, configuration: Record<string, Json>): Json => ({
  location: 'westeurope',
  properties: {
    ipConfigurations: [{ name: 'ipconfig1', properties: { privateIPAddress: '10.0.0.4', ...configuration } }],
    ...more,
  },
});
const group = { networkSecurityGroup: { id: '/subscriptions/S/networkSecurityGroups/nsg' } };
const address = { publicIPAddress: { id: '/subscriptions/s/publicIPAddresses/ip' } };

test.each<[string, Json, Json | undefined, boolean]>([
  [
    'an id in another case',
    nic(group, {}),
    nic({ networkSecurityGroup: { id: '/SUBSCRIPTIONS/s/networkSecurityGroups/NSG' } }, {}),
    true,
  ],
  ['an address that is attached', nic(group, address), nic(group, address), true],
  ['one that is not', nic(group, address), nic(group, {}), false],
  ['one that is still there', nic(group, {}), nic(group, address), false],
  ['a group that is still there', nic({}, {}), nic(group, {}), false],
  ['a group that is empty', nic({ networkSecurityGroup: null }, {}), nic({}, {}), true],
  [
    'another configuration besides',
    nic({}, {}),
    nic(
      { ipConfigurations: [{ name: 'two' }, { name: 'IPCONFIG1', properties: { privateIPAddress: '10.0.0.4' } }] },
      {},
    ),
    true,
  ],
  [
    'another configuration only',
    nic({}, {}),
    nic({ ipConfigurations: [{ name: 'two', properties: { privateIPAddress: '10.0.0.4' } }] }, {}),
    false,
  ],
  ['a location with a space', { location: 'West Europe' }, { location: 'westeurope' }, true],
  ['zones in another order', { zones: ['1', '2'] }, { zones: ['2', '1'] }, true],
  ['a zone more', { zones: ['1'] }, { zones: ['1', '2'] }, false],
  ['tags and what others added', { tags: { a: 'x' } }, { tags: { a: 'x', b: 'y' } }, true],
  ['a tag in another case', { tags: { a: 'x' } }, { tags: { a: 'X' } }, false],
  ['an empty list that is left out', { securityRules: [] }, {}, true],
  [
    'the etag that it was read with',
    { etag: '1', properties: { provisioningState: 'Updating' } },
    { etag: '2', properties: { provisioningState: 'Succeeded' } },
    true,
  ],
  ['another type of value', { priority: 100 }, { priority: '100' }, false],
  ['nothing at all', { a: 1 }, undefined, false],
])('%s', (_, wanted, there, expected) => {
  expect(asWanted(wanted, there)).toBe(expected);
});

describe('an extension', () => {
  const wanted: Json = {
    location: 'westeurope',
    properties: {
      type: 'VMAccessForLinux',
      forceUpdateTag: 'abcdefghij',
      protectedSettings: { username: 'azureuser' },
    },
  };
  test.each<[name: string, there: Json, is: boolean]>([
    [
      'whose secrets Azure keeps',
      { location: 'westeurope', properties: { type: 'VMAccessForLinux', forceUpdateTag: 'abcdefghij' } },
      true,
    ],
    [
      'of another time',
      { location: 'westeurope', properties: { type: 'VMAccessForLinux', forceUpdateTag: 'zzzzzzzzzz' } },
      false,
    ],
  ])('%s', (_, there, is) => {
    expect(asWanted(wanted, there)).toBe(is);
  });
});

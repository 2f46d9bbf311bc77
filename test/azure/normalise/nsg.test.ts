import type { NetworkSecurityGroup, SecurityRule } from '@azure/arm-network';
import { describe, expect, test } from 'vitest';
import { normaliseNsg } from '../../../src/azure/normalise/nsg.ts';

const id = '/subscriptions/s/resourceGroups/Apps/providers/Microsoft.Network/networkSecurityGroups/nsg';
const base: SecurityRule = { name: 'r', priority: 100, direction: 'Inbound', access: 'Allow', protocol: 'Tcp' };

function first(more: object) {
  return normaliseNsg({ id, securityRules: [{ ...base, ...more }] } as NetworkSecurityGroup, id).rules[0];
}

describe('one rule', () => {
  test.each([
    ['a single source', { sourceAddressPrefix: '10.0.0.1' }, { sources: ['10.0.0.1'] }],
    ['several sources', { sourceAddressPrefixes: ['10.0.0.1', '10.0.0.2'] }, { sources: ['10.0.0.1', '10.0.0.2'] }],
    [
      'both, one of them twice',
      { sourceAddressPrefix: 'a', sourceAddressPrefixes: ['a', 'b'] },
      { sources: ['a', 'b'] },
    ],
    ['an empty list beside a single one', { sourcePortRange: '*', sourcePortRanges: [] }, { sourcePorts: ['*'] }],
    ['several ports', { destinationPortRanges: ['22', ' 80-90'] }, { destinationPorts: ['22', '80-90'] }],
    ['several destinations', { destinationAddressPrefixes: ['10.0.0.4'] }, { destinations: ['10.0.0.4'] }],
    [
      'a group as source, with an empty prefix beside it',
      { sourceAddressPrefix: '', sourceApplicationSecurityGroups: [{ id: '/ASG/a' }, {}] },
      { sources: [], sourceAsgIds: ['/ASG/a'] },
    ],
    ['a group as destination', { destinationApplicationSecurityGroups: [{ id: '/b' }] }, { destinationAsgIds: ['/b'] }],
    ['words in another case', { direction: 'inbound', access: 'DENY' }, { direction: 'Inbound', access: 'Deny' }],
    ['a protocol as written', { protocol: 'TCP' }, { protocol: 'TCP' }],
    ['no protocol, which is not every protocol', { protocol: undefined }, { protocol: '' }],
    ['no name', { name: undefined }, { name: '' }],
  ])('%s', (_, more, expected) => {
    expect(first(more)).toMatchObject(expected);
  });

  test.each([
    ['priority', { priority: undefined }],
    ['direction', { direction: 'Sideways' }],
    ['access', { access: 'Audit' }],
  ])('without a known %s nothing is made up', (_, more) => {
    expect(() => first(more)).toThrow(/lacks priority, direction or access/);
  });
});

describe('the default rules', () => {
  test('are added where the answer leaves them out', () => {
    const { rules } = normaliseNsg({}, id);
    expect(rules.map(({ priority, direction, isDefault }) => [priority, direction, isDefault])).toEqual([
      [65_000, 'Inbound', true],
      [65_001, 'Inbound', true],
      [65_500, 'Inbound', true],
      [65_000, 'Outbound', true],
      [65_001, 'Outbound', true],
      [65_500, 'Outbound', true],
    ]);
  });

  test('are not doubled', () => {
    const defaultSecurityRules = [{ ...base, name: 'DefaultInboundDenyAll', priority: 65_500, access: 'Deny' }];
    const { rules } = normaliseNsg({ defaultSecurityRules }, id);
    expect(rules.filter(({ priority, direction }) => priority === 65_500 && direction === 'Inbound')).toHaveLength(1);
  });
});

test('what has no name takes it from the id', () => {
  expect(normaliseNsg({}, id)).toMatchObject({ id, name: 'nsg', resourceGroup: 'Apps' });
});

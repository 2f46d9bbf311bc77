import { expect, test } from 'vitest';
import { idKey, nameOf, parentId, parseResourceId, sameId } from '../../src/azure/resource-id.ts';

const subnet = '/subscriptions/S/resourcegroups/My.Group/providers/Microsoft.Network/virtualNetworks/V/subnets/F';

test('an id comes apart, in any case', () => {
  expect(parseResourceId(subnet)).toEqual({
    subscriptionId: 'S',
    resourceGroup: 'My.Group',
    names: ['V', 'F'],
    type: 'microsoft.network/virtualnetworks/subnets',
  });
  expect(parseResourceId(` ${subnet.toUpperCase()}/ `)?.names).toEqual(['V', 'F']);
});

test.each(['', '/', 'myVM', '/subscriptions/S', '/subscriptions/S/resourceGroups/G', `${subnet}/odd`, `x${subnet}`])(
  '%j is none',
  (id) => {
    expect(parseResourceId(id)).toBeUndefined();
  },
);

test('parents, names and comparison', () => {
  expect(nameOf(parentId(subnet))).toBe('V');
  expect(nameOf('')).toBe('');
  expect(sameId(subnet, subnet.toUpperCase())).toBe(true);
  expect(sameId(subnet, `${subnet}2`)).toBe(false);
  expect(sameId(undefined, undefined)).toBe(false);
  expect(sameId(null, null)).toBe(false);
  expect(sameId('', '')).toBe(false);
  expect(idKey('/A/')).toBe('/a');
});

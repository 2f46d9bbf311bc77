import { expect, test } from 'vitest';
import { permissionOf } from '../../src/azure/permission-of.ts';

const group = '/subscriptions/s/resourceGroups/rg/providers';

test.each([
  ['PUT', 'Microsoft.Network/networkSecurityGroups/n/securityRules/r', 'networkSecurityGroups/securityRules/write'],
  ['DELETE', 'Microsoft.Network/publicIPAddresses/p', 'publicIPAddresses/delete'],
  ['GET', 'Microsoft.Network/networkInterfaces/n', 'networkInterfaces/read'],
] as const)('%s %s', (method, path, expected) => {
  expect(permissionOf(method, `${group}/${path}`)).toBe(`Microsoft.Network/${expected}`);
});

test.each([
  ['Microsoft.Compute/virtualMachines/v/start', 'Microsoft.Compute/virtualMachines/start/action'],
  [
    'Microsoft.Security/locations/westeurope/jitNetworkAccessPolicies/p/initiate',
    'Microsoft.Security/locations/jitNetworkAccessPolicies/initiate/action',
  ],
])('POST %s', (path, expected) => {
  expect(permissionOf('POST', `${group}/${path}`)).toBe(expected);
});

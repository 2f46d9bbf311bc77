import { expect, test } from 'vitest';
import type { ArmRoute } from '../../../sandbox/arm/route.ts';
import { buildRouter } from '../../../sandbox/arm/router.ts';
import { scopeOf } from '../../../sandbox/arm/scope-of.ts';

function route(method: ArmRoute['method'], path: string): ArmRoute {
  return { method, path, action: path, handle: () => ({ status: 200 }) };
}

const find = buildRouter([
  route('GET', '/things/{any}'),
  route('GET', '/things/special'),
  route('DELETE', '/things/{any}'),
  route('GET', '/things/{any}/parts/{part}'),
]);

test.each([
  ['GET', '/THINGS/Special', '/things/special', {}],
  ['GET', '/things/Mine', '/things/{any}', { any: 'Mine' }],
  ['GET', '/things//Mine/', '/things/{any}', { any: 'Mine' }],
  ['DELETE', '/things/special', '/things/{any}', { any: 'special' }],
  ['GET', '/things/A/Parts/B', '/things/{any}/parts/{part}', { any: 'A', part: 'B' }],
] as const)('%s %s', (method, path, action, params) => {
  expect(find(method, path)).toMatchObject({ kind: 'found', route: { action }, params });
});

test('what has other methods is told from what is not there', () => {
  expect(find('PUT', '/things/mine')).toEqual({ kind: 'other-method', allowed: ['GET', 'DELETE'] });
  expect(find('GET', '/others')).toEqual({ kind: 'none' });
});

const group = '/subscriptions/s/resourceGroups/g';
const vms = `${group}/providers/Microsoft.Compute/virtualMachines`;

test.each([
  ['a resource', `${vms}/vm`, `${vms}/vm`],
  ['a child', `${vms}/vm/extensions/e`, `${vms}/vm/extensions/e`],
  ['an action', `${vms}/vm/start`, `${vms}/vm`],
  ['a list in a group', vms, group],
  ['a list in a subscription', '/subscriptions/s/providers/Microsoft.Compute/virtualMachines', '/subscriptions/s'],
  ['a list of children', `${vms}/vm/extensions`, `${vms}/vm`],
  ['a group', group, group],
  ['Resource Graph', '/providers/Microsoft.ResourceGraph/resources', '/'],
  [
    'a lock',
    `${vms}/vm/providers/Microsoft.Authorization/locks/l`,
    `${vms}/vm/providers/Microsoft.Authorization/locks/l`,
  ],
])('the scope of %s', (_, path, scope) => {
  expect(scopeOf(path)).toBe(scope);
});

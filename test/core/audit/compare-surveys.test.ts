import { expect, test } from 'vitest';
import { compareRuns } from '../../../src/core/audit/compare-runs.ts';
import type { ArmResource, Inventory } from '../../../src/core/audit/inventory.ts';
import { surveyDoors } from '../../../src/core/audit/survey-doors.ts';
import type { Unreadable } from '../../../src/core/facts.ts';
import { adminRule, inventoryOf, ip, network, nic, nsg, options, rule, vm } from './arm-world.ts';
import { dayMs } from './make.ts';

const plain = network({ default: {} });
const machine = (power = 'running', more: { readonly ip?: string } = { ip: 'ip' }) => [
  nic('nic', { vm: 'vm', nsg: 'n', ...more }),
  ip('ip'),
  vm('vm', power),
];
const refused: Unreadable = { kind: 'unreadable', what: 'group', reason: 'failed', because: 'Azure refused it.' };
const unreadable = (world: readonly ArmResource[]): Inventory => ({
  ...inventoryOf(world),
  get: async () => refused,
  adminRules: async () => refused,
});
const two = (rules: readonly unknown[]) => [
  plain,
  nsg('n', rules),
  ...[4, 5].flatMap((at) => [nic(`nic${at}`, { vm: `vm${at}`, nsg: 'n', address: `10.0.0.${at}` }), vm(`vm${at}`)]),
];
const eighth = rule({ from: '20.0.0.0/8' });
const denied = network({ default: {} }, { effectiveSecurityAdminRules: [adminRule('Deny')] });

test.each<[string, Inventory, Inventory, string]>([
  [
    'a stopped machine of which Azure tells no state this time',
    inventoryOf([plain, nsg('n'), ...machine('deallocated')]),
    inventoryOf([plain, nsg('n'), ...machine('')]),
    'n unchanged critical',
  ],
  [
    'admin rules that cannot be read this time',
    inventoryOf([denied, nsg('n'), ...machine()]),
    { ...inventoryOf([denied, nsg('n'), ...machine()]), adminRules: async () => refused },
    'n unchanged critical',
  ],
  [
    'nothing can be read once more',
    inventoryOf([denied, nsg('n'), ...machine()]),
    unreadable([denied, nsg('n'), ...machine()]),
    'n unchanged high',
  ],
  [
    'a machine that was started',
    inventoryOf([plain, nsg('n'), ...machine('deallocated')]),
    inventoryOf([plain, nsg('n'), ...machine()]),
    'n worse critical',
  ],
  [
    'a public address, of a machine of which Azure tells no state',
    inventoryOf([plain, nsg('n'), ...machine('running', {})]),
    inventoryOf([plain, nsg('n'), ...machine('')]),
    'n worse critical',
  ],
  [
    'every address of Azure besides a /8',
    inventoryOf(two([eighth])),
    inventoryOf(two([eighth, rule({ name: 'cloud', priority: 200, from: 'AzureCloud' })])),
    'n worse medium',
  ],
  [
    'two hosts of many instead of one',
    inventoryOf(two([rule({ to: '10.0.0.4' })])),
    inventoryOf(two([rule({ to: '10.0.0.4' }), rule({ name: 'b', priority: 200, from: '20.0.0.0/8' })])),
    'n worse medium',
  ],
  ['all as it was', inventoryOf(two([eighth])), inventoryOf(two([eighth])), 'n unchanged medium'],
])('two surveys of one world: %s', async (_, first, second, answer) => {
  const before = compareRuns([], await surveyDoors(first, options), [], dayMs);
  const now = compareRuns(before, await surveyDoors(second, options), [], 2 * dayMs);
  expect(now.map(({ finding: { name, severity }, change }) => `${name} ${change} ${severity}`).join()).toBe(answer);
});

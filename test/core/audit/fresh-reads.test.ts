import { expect, test } from 'vitest';
import { freshReads } from '../../../src/core/audit/fresh-reads.ts';
import { surveyDoors } from '../../../src/core/audit/survey-doors.ts';
import { adminRule, idOf, inventoryOf, network, nic, nsg, options, vm } from './arm-world.ts';

test('a network is asked for its admin rules once, in any case, unless they were forgotten', async () => {
  const asked: string[] = [];
  const adminRules = async (vnetId: string) => {
    asked.push(vnetId);
    return { kind: 'admin-rules', vnetId, rules: [] } as const;
  };
  const reads = freshReads(inventoryOf([], { adminRules }));
  for (const id of ['/a', '/A', '/b']) await reads.adminRules(id);
  reads.forgetAdminRules('/A');
  for (const id of ['/a', '/b', '/a']) await reads.adminRules(id);
  expect(asked).toEqual(['/a', '/b', '/a']);
});

test('one survey asks each network once, whether anything in it is looked at or not', async () => {
  const asked: string[] = [];
  const world = [
    network({ default: {} }, { effectiveSecurityAdminRules: [adminRule('AlwaysAllow', '10.0.0.0/8')] }),
    nsg('n', []),
    nic('nic', { vm: 'vm', nsg: 'n' }),
    vm('vm'),
  ];
  const inventory = inventoryOf(world);
  const adminRules = (id: string) => {
    asked.push(id);
    return inventory.adminRules(id);
  };
  await surveyDoors({ ...inventory, adminRules }, options);
  expect(asked).toEqual([idOf('virtualNetworks', 'net').toLowerCase()]);
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ArmResource, Inventory, InventoryType } from '../../../src/core/audit/inventory.ts';
import { surveyDoors } from '../../../src/core/audit/survey-doors.ts';
import { worldInventory } from '../../../src/core/audit/world-inventory.ts';
import {
  adminRule,
  balancer,
  configurationId,
  forward,
  idOf,
  network,
  nic,
  nsg,
  options,
  subnetId,
  vm,
} from './arm-world.ts';

async function all(inventory: Inventory, type: InventoryType): Promise<ArmResource[]> {
  const found: ArmResource[] = [];
  for await (const page of inventory.pages(type)) found.push(...page);
  return found;
}

describe('what a file gives from one side only is there from both', () => {
  const pool = `${idOf('loadBalancers', 'lb')}/backendAddressPools/pool`;
  const inventory = worldInventory([
    network({ default: { nsg: 'a', routes: 'table' } }),
    nsg('a'),
    { id: idOf('routeTables', 'table'), properties: { routes: [] } },
    nic('nic', { nsg: 'A' }),
    { ...vm('vm'), properties: { networkProfile: { networkInterfaces: [{ id: idOf('networkInterfaces', 'NIC') }] } } },
    balancer('lb', 'front', {
      inboundNatRules: [forward('lb', 'nat', { backendIPConfiguration: { id: configurationId('nic') } })],
      backendAddressPools: [
        { name: 'pool', properties: { backendIPConfigurations: [{ id: configurationId('nic') }] } },
      ],
    }),
  ]);

  test.each([
    [
      'a group: its subnets and interfaces',
      'networkSecurityGroups',
      'a',
      {
        subnets: [{ id: subnetId('default') }],
        networkInterfaces: [{ id: idOf('networkInterfaces', 'nic') }],
      },
    ],
    [
      'a network: the interfaces in its subnets',
      'virtualNetworks',
      'net',
      { subnets: [{ properties: { ipConfigurations: [{ id: configurationId('nic').toLowerCase() }] } }] },
    ],
    ['a route table: its subnets', 'routeTables', 'table', { subnets: [{ id: subnetId('default') }] }],
    [
      'an interface: its machine and its load balancers',
      'networkInterfaces',
      'nic',
      {
        virtualMachine: { id: idOf('virtualMachines', 'vm') },
        ipConfigurations: [
          {
            properties: {
              loadBalancerInboundNatRules: [{ id: `${idOf('loadBalancers', 'lb')}/inboundNatRules/nat`.toLowerCase() }],
              loadBalancerBackendAddressPools: [{ id: pool.toLowerCase() }],
            },
          },
        ],
      },
    ],
  ])('%s', async (_, kind, name, properties) => {
    expect(await inventory.get(idOf(kind, name).toUpperCase())).toMatchObject({ properties });
  });
});

test('a reference that is given is not doubled, and one that the file does not hold stays', async () => {
  const elsewhere = { id: '/subscriptions/s1/x/virtualMachineScaleSets/set/virtualMachines/0/networkInterfaces/y' };
  const given = { networkInterfaces: [elsewhere, { id: idOf('networkInterfaces', 'NIC') }] };
  const inventory = worldInventory([nsg('a', [], given), nic('nic', { nsg: 'a' })]);
  expect(await inventory.get(idOf('networkSecurityGroups', 'a'))).toMatchObject({ properties: given });
});

test('resources are paged, by the type that they or their ids tell', async () => {
  const many = Array.from({ length: 2500 }, (_, at) => nsg(`g${at}`));
  const typed = { id: '/subscriptions/s1/odd', type: 'Microsoft.Network/networkSecurityGroups', properties: {} };
  const inventory = worldInventory([...many, typed, vm('vm')]);
  const sizes: number[] = [];
  for await (const page of inventory.pages('microsoft.network/networksecuritygroups')) sizes.push(page.length);
  expect(sizes).toEqual([1000, 1000, 501]);
  expect(await all(inventory, 'microsoft.compute/virtualmachines')).toHaveLength(1);
});

test('what is no resource is passed over', async () => {
  const inventory = worldInventory([null, 1, 'x', [], {}, { id: 4 }, { id: '' }, nsg('a')]);
  expect(await all(inventory, 'microsoft.network/networksecuritygroups')).toHaveLength(1);
  expect(await inventory.get('/nothing')).toBeUndefined();
});

test('flattened resources keep their shape', async () => {
  const { properties, ...rest } = nsg('a');
  const inventory = worldInventory([{ ...rest, ...(properties as object) }, nic('nic', { nsg: 'a' })]);
  const [flat] = await all(inventory, 'microsoft.network/networksecuritygroups');
  expect(flat).toMatchObject({ networkInterfaces: [{ id: idOf('networkInterfaces', 'nic') }] });
  expect(flat).not.toHaveProperty('properties');
});

describe('admin rules are kept with their network', () => {
  const rulesOf = (list: unknown) =>
    worldInventory([network({}, { effectiveSecurityAdminRules: list })]).adminRules(idOf('virtualNetworks', 'NET'));

  test('as they are evaluated', async () => {
    expect(await rulesOf([adminRule('alwaysallow', '20.0.0.0/8', 7)])).toMatchObject({
      kind: 'admin-rules',
      rules: [
        {
          name: 'admin',
          priority: 7,
          direction: 'Inbound',
          access: 'AlwaysAllow',
          protocol: 'Tcp',
          sources: ['20.0.0.0/8'],
          sourcePorts: ['*'],
          destinations: ['*'],
          destinationPorts: ['22'],
        },
      ],
    });
  });

  test.each([
    ['no object', 'x'],
    ['no access', { properties: { priority: 1, direction: 'Inbound' } }],
    ['no priority', { properties: { access: 'Deny', direction: 'Inbound' } }],
    ['no direction', { properties: { access: 'Deny', priority: 1 } }],
  ])('one that is not understood makes them unreadable: %s', async (_, odd) => {
    expect(await rulesOf([adminRule('Deny'), odd])).toMatchObject({ kind: 'unreadable', reason: 'failed' });
  });

  test('a network without any has none', async () => {
    expect(await rulesOf(undefined)).toMatchObject({ kind: 'admin-rules', rules: [] });
    expect(await worldInventory([]).adminRules('/nothing')).toMatchObject({ kind: 'admin-rules', rules: [] });
  });
});

test('subscriptions have their names; those that only resources tell of answer as well', async () => {
  const inventory = worldInventory([nsg('a')], [{ subscriptionId: 'S2', displayName: 'Two' }, { odd: 1 }]);
  expect(await inventory.subscriptions()).toEqual({ answered: [{ id: 'S2', name: 'Two' }, { id: 's1' }], unread: [] });
});

test("the sandbox's world has doors that are open to everybody", async () => {
  const world = JSON.parse(readFileSync('sandbox/worlds/default.json', 'utf8'));
  const { status, findings } = await surveyDoors(worldInventory(world.resources, world.subscriptions), options);
  expect(status).toBe('complete');
  expect(findings.find(({ name }) => name === 'legacy-nsg')).toMatchObject({
    severity: 'critical',
    subscriptionName: 'Contoso Production',
    paths: [{ isOpen: true }],
  });
  const counted = Object.groupBy(findings, ({ severity }) => severity);
  expect(Object.entries(counted).map(([severity, some]) => [severity, some.length])).toEqual([
    ['critical', 7],
    ['high', 3],
    ['medium', 1],
    ['low', 2],
    ['info', 2],
  ]);
});

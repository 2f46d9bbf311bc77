import { afterEach, expect, test } from 'vitest';
import { readNetworksBehind } from '../../src/azure/read-networks-behind.ts';
import { type Connected, connect } from './connected-azure.ts';
import { ids, ordinaryWorld } from './ordinary-world.ts';

let connected: Connected;
afterEach(() => connected?.arm.close());

const tableId = `${ids.vnet.replace('/virtualNetworks/net', '')}/routeTables/to-firewall`;
const hops = [
  {
    name: 'all',
    properties: { addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.1.9.4' },
  },
  { name: 'out', properties: { addressPrefix: '20.0.0.0/8', nextHopType: 'Internet' } },
];
const always = {
  id: '/x/rules/always',
  kind: 'Custom',
  properties: {
    priority: 10,
    direction: 'Inbound',
    access: 'AlwaysAllow',
    protocol: 'Tcp',
    sources: [{ addressPrefix: 'Internet', addressPrefixType: 'ServiceTag' }],
    destinations: [],
    sourcePortRanges: ['0-65535'],
    destinationPortRanges: ['22'],
  },
};
const routed = (faults: Record<string, unknown>[] = []) =>
  connect(
    ordinaryWorld(
      {
        net: {
          addressSpace: { addressPrefixes: ['10.1.0.0/16'] },
          effectiveSecurityAdminRules: [always],
          subnets: [
            {
              id: ids.subnet,
              name: 'front',
              properties: {
                addressPrefix: '10.1.0.0/24',
                networkSecurityGroup: { id: ids.subnetNsg },
                routeTable: { id: tableId },
              },
            },
          ],
        },
      },
      [{ id: tableId, location: 'westeurope', properties: { routes: hops } }],
      faults,
    ),
  );

test.each([
  ['a subnet', ids.subnetNsg],
  ['an interface', ids.nicNsg],
])('of a group of %s it is known which routes widen the virtual network', async (_, id) => {
  connected = await routed();
  const { around, unread } = await connected.azure.readNsgForChange(id);
  expect(around).toEqual({ vnetPrefixes: ['10.1.0.0/16'], routePrefixes: ['0.0.0.0/0'] });
  expect(unread).toEqual([]);
});

test.each([
  ['its subnet', ids.subnetNsg, ['10.1.0.0/24']],
  ['its interface', ids.nicNsg, ['10.1.0.4']],
])("of %s it is known which of Virtual Network Manager's rules come before the group", async (_, id, guarded) => {
  connected = await routed();
  const { adminRules } = await connected.azure.readNsgForChange(id);
  expect(adminRules).toEqual([
    { guarded, rules: [expect.objectContaining({ name: 'always', access: 'AlwaysAllow', sources: ['Internet'] })] },
  ]);
});

test("Virtual Network Manager's rules that may not be read are told", async () => {
  connected = await routed([
    {
      target: ids.vnet,
      action: 'Microsoft.Network/virtualNetworks/listNetworkManagerEffectiveSecurityAdminRules/action',
      kind: 'forbidden',
    },
  ]);
  const { around, adminRules, unread } = await connected.azure.readNsgForChange(ids.subnetNsg);
  expect(around?.vnetPrefixes).toEqual(['10.1.0.0/16']);
  expect(adminRules).toEqual([]);
  expect(unread).toEqual([expect.stringContaining('The admin rules of virtual network net could not be read')]);
});

test('a subnet of which no prefix is known may be any', async () => {
  const { adminRules } = await readNetworksBehind(
    { subnetIds: [ids.subnet], interfaceIds: [] },
    {
      get: async (id) => ({ id, properties: { subnets: [{ name: 'front' }] } }),
      adminRules: async (vnetId) => ({ kind: 'admin-rules', vnetId, rules: [] }),
    },
  );
  expect(adminRules).toEqual([{ rules: [], guarded: [] }]);
});

test.each([
  ['route table', tableId, 'The route table to-firewall could not be read', ['10.1.0.0/16']],
  ['virtual network', ids.vnet, 'The virtual network net could not be read', []],
  ['interface', ids.nic, 'The network interface web-nic could not be read', []],
])('a %s that may not be read is told', async (_, target, says, vnetPrefixes) => {
  connected = await routed([{ target, action: '*', kind: 'forbidden' }]);
  const { around, unread } = await connected.azure.readNsgForChange(ids.nicNsg);
  expect(around).toEqual({ vnetPrefixes, routePrefixes: [] });
  expect(unread).toContainEqual(expect.stringContaining(says));
});

test('of very many interfaces the first hundred are looked at', async () => {
  const interfaceIds = Array.from({ length: 101 }, (_, at) => `${ids.nic}-${at}`);
  const asked: string[] = [];
  const read = await readNetworksBehind(
    { subnetIds: [], interfaceIds },
    {
      async get(id) {
        asked.push(id);
        return undefined;
      },
      adminRules: async (vnetId) => ({ kind: 'admin-rules', vnetId, rules: [] }),
    },
  );
  expect(asked).toHaveLength(100);
  expect(read.unread).toEqual(['It guards 101 interfaces, of which the first 100 were looked at.']);
});

import { afterEach, expect, test } from 'vitest';
import { readRoutesBehind } from '../../src/azure/read-routes-behind.ts';
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
const routed = (faults: Record<string, unknown>[] = []) =>
  connect(
    ordinaryWorld(
      {
        net: {
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
  const { around, routesUnread } = await connected.azure.readNsgForChange(id);
  expect(around).toEqual({ vnetPrefixes: ['10.1.0.0/16'], routePrefixes: ['0.0.0.0/0'] });
  expect(routesUnread).toEqual([]);
});

test.each([
  ['route table', tableId, 'The route table to-firewall could not be read', ['10.1.0.0/16']],
  ['virtual network', ids.vnet, 'The virtual network net could not be read', []],
  ['interface', ids.nic, 'The network interface web-nic could not be read', []],
])('a %s that may not be read is told', async (_, target, says, vnetPrefixes) => {
  connected = await routed([{ target, action: '*', kind: 'forbidden' }]);
  const { around, routesUnread } = await connected.azure.readNsgForChange(ids.nicNsg);
  expect(around).toEqual({ vnetPrefixes, routePrefixes: [] });
  expect(routesUnread).toEqual([expect.stringContaining(says)]);
});

test('of very many interfaces the first hundred are looked at', async () => {
  const interfaceIds = Array.from({ length: 101 }, (_, at) => `${ids.nic}-${at}`);
  const asked: string[] = [];
  const read = await readRoutesBehind({ subnetIds: [], interfaceIds }, async (id) => {
    asked.push(id);
    return undefined;
  });
  expect(asked).toHaveLength(100);
  expect(read.routesUnread).toEqual(['It guards 101 interfaces, of which the first 100 were looked at.']);
});

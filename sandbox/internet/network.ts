import type { World } from '../world/world.ts';
import { listAt, objectAt, type Raw, textAt, textsAt } from './raw.ts';

export interface Network {
  readonly subnet: Raw;
  /** What the tag VirtualNetwork holds: prefixes of the network, of those it is peered with, and of the subnet's routes. */
  readonly addressSpace: readonly string[];
  /** Virtual Network Manager's rules, in the shape of Azure's list of effective ones. */
  readonly adminRules: readonly Raw[];
}

export function networkOf(world: World, subnetId: string): Network {
  const network = world
    .list('Microsoft.Network/virtualNetworks')
    .find((each) => subnetId.toLowerCase().startsWith(`${each.id.toLowerCase()}/subnets/`));
  if (network === undefined) return { subnet: world.get(subnetId) ?? {}, addressSpace: [], adminRules: [] };
  const name = subnetId.slice(`${network.id}/subnets/`.length).toLowerCase();
  const peers = listAt(network.properties, 'virtualNetworkPeerings').flatMap((peering) => peerSpace(world, peering));
  const subnet =
    listAt(network.properties, 'subnets').find((each) => textAt(each, 'name').toLowerCase() === name) ?? {};
  return {
    subnet,
    addressSpace: [
      ...textsAt(network.properties, 'addressSpace', 'addressPrefixes'),
      ...peers,
      ...routedInwards(world, subnet),
    ],
    adminRules: listAt(network.properties, 'effectiveSecurityAdminRules'),
  };
}

/** A route to an appliance or a gateway makes its prefix part of the tag. https://github.com/MicrosoftDocs/azure-docs/issues/22178 */
function routedInwards(world: World, subnet: Raw): readonly string[] {
  const table = world.get(textAt(subnet, 'properties', 'routeTable', 'id'));
  return listAt(table?.properties, 'routes').flatMap((route) => {
    const isInwards = /^virtual(appliance|networkgateway)$/i.test(textAt(route, 'properties', 'nextHopType'));
    return isInwards ? [textAt(route, 'properties', 'addressPrefix')] : [];
  });
}

function peerSpace(world: World, peering: Raw): readonly string[] {
  const properties = objectAt(peering, 'properties');
  if (!/^(connected|)$/i.test(textAt(properties, 'peeringState'))) return [];
  const remote = world.get(textAt(properties, 'remoteVirtualNetwork', 'id'));
  return [
    ...textsAt(properties, 'remoteAddressSpace', 'addressPrefixes'),
    ...textsAt(properties, 'remoteVirtualNetworkAddressSpace', 'addressPrefixes'),
    ...textsAt(remote?.properties, 'addressSpace', 'addressPrefixes'),
  ];
}

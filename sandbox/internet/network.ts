import type { World } from '../world/world.ts';
import { listAt, objectAt, type Raw, textAt, textsAt } from './raw.ts';

export interface Network {
  readonly subnet: Raw;
  /** Prefixes of the virtual network and of those it is peered with. */
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
  return {
    subnet: listAt(network.properties, 'subnets').find((each) => textAt(each, 'name').toLowerCase() === name) ?? {},
    addressSpace: [...textsAt(network.properties, 'addressSpace', 'addressPrefixes'), ...peers],
    adminRules: listAt(network.properties, 'effectiveSecurityAdminRules'),
  };
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

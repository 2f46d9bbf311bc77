import type { Subnet as SubnetModel, VirtualNetwork } from '@azure/arm-network';
import { sameId } from '../resource-id.ts';

/** What a virtual network, or a subnet alone where that is all that may be read, tells about one of its subnets. */
export interface SubnetReading {
  readonly nsgId: string | undefined;
  readonly natGatewayId: string | undefined;
  readonly vnetPrefixes: readonly string[];
}

/** Undefined where the network does not list the subnet: it may be hidden or new. */
export function subnetFromNetwork(network: VirtualNetwork, subnetId: string): SubnetReading | undefined {
  const subnet = (network.subnets ?? []).find(({ id }) => sameId(id, subnetId));
  if (subnet === undefined) return undefined;
  const own = network.addressSpace?.addressPrefixes ?? [];
  return { ...attachedTo(subnet), vnetPrefixes: [...new Set([...own, ...peerPrefixes(network)])] };
}

/** The subnet's own prefixes are then all that is known of the tag VirtualNetwork. */
export function subnetAlone(subnet: SubnetModel): SubnetReading {
  const prefixes = [subnet.addressPrefix ?? '', ...(subnet.addressPrefixes ?? [])].filter((each) => each !== '');
  return { ...attachedTo(subnet), vnetPrefixes: [...new Set(prefixes)] };
}

function attachedTo(subnet: SubnetModel): Pick<SubnetReading, 'nsgId' | 'natGatewayId'> {
  return { nsgId: subnet.networkSecurityGroup?.id, natGatewayId: subnet.natGateway?.id || undefined };
}

/**
 * Only connected peers whose address space is admitted belong to the tag VirtualNetwork.
 * https://learn.microsoft.com/azure/virtual-network/virtual-network-manage-peering
 */
function peerPrefixes({ virtualNetworkPeerings }: VirtualNetwork): string[] {
  return (virtualNetworkPeerings ?? [])
    .filter(
      ({ peeringState, allowVirtualNetworkAccess }) => isConnected(peeringState) && allowVirtualNetworkAccess !== false,
    )
    .flatMap((peer) => (peer.remoteVirtualNetworkAddressSpace ?? peer.remoteAddressSpace)?.addressPrefixes ?? []);
}

function isConnected(state: string | undefined): boolean {
  return !state || state.toLowerCase() === 'connected';
}

import { AddressSet } from '../../net/address-set.ts';
import { publicSpace } from '../../net/address-space.ts';
import { idOf } from './interface-from-arm.ts';
import { childId, idsOf, listOf, objectOf, propertiesOf, textOf } from './object.ts';

/** A virtual network with its subnets; ids in lower case. */
export interface SurveyedNetwork {
  readonly id: string;
  /** Its own and, where a peering tells them, its peers'. */
  readonly prefixes: readonly string[];
  readonly subnets: readonly SurveyedSubnet[];
}

export interface SurveyedSubnet {
  readonly id: string;
  readonly nsgId: string | undefined;
  readonly routeTableId: string | undefined;
  /** The interfaces in it, as far as the network says; those of scale sets among them; as Azure writes them. */
  readonly interfaceIds: readonly string[];
}

export function networkFromArm(value: unknown): SurveyedNetwork | undefined {
  const object = objectOf(value);
  const id = textOf(object?.id)?.toLowerCase();
  if (object === undefined || id === undefined) return undefined;
  const from = propertiesOf(object);
  return {
    id,
    prefixes: [...prefixesOf(from.addressSpace), ...listOf(from.virtualNetworkPeerings).flatMap(peerPrefixes)],
    subnets: listOf(from.subnets).flatMap((each) => {
      const subnet = objectOf(each);
      if (subnet === undefined) return [];
      const { networkSecurityGroup, routeTable, ipConfigurations } = propertiesOf(subnet);
      return [
        {
          id: childId(subnet, id, 'subnets'),
          nsgId: idOf(networkSecurityGroup),
          routeTableId: idOf(routeTable),
          interfaceIds: interfacesIn(ipConfigurations, id),
        },
      ];
    }),
  };
}

/** Gateways and load balancers have configurations in subnets as well. */
const ofInterface = /^(.*\/networkInterfaces\/[^/]+)\/ipConfigurations\/[^/]+$/i;

/** What services of Azure's put into a subnet from subscriptions of their own is no machine of anybody here. */
function interfacesIn(configurations: unknown, networkId: string): string[] {
  const own = networkId.split('/', 3).join('/');
  return idsOf(configurations).flatMap((each) => {
    const id = ofInterface.exec(each)?.[1];
    return id?.toLowerCase().startsWith(`${own}/`) === true ? [id] : [];
  });
}

/**
 * Only connected peers whose address space is admitted belong to the tag VirtualNetwork.
 * https://learn.microsoft.com/azure/virtual-network/virtual-network-manage-peering
 */
function peerPrefixes(value: unknown): string[] {
  const { peeringState, allowVirtualNetworkAccess, ...peer } = propertiesOf(objectOf(value) ?? {});
  const isConnected = (textOf(peeringState) || 'Connected').toLowerCase() === 'connected';
  if (!isConnected || allowVirtualNetworkAccess === false) return [];
  return prefixesOf(peer.remoteVirtualNetworkAddressSpace ?? peer.remoteAddressSpace);
}

function prefixesOf(space: unknown): string[] {
  return listOf(objectOf(space)?.addressPrefixes).flatMap((each) => textOf(each) ?? []);
}

/** A route table, as far as it widens the tag VirtualNetwork; ids in lower case. */
export interface SurveyedRoutes {
  readonly id: string;
  /** Those with public addresses: of others no client on the internet can have one. */
  readonly prefixes: readonly string[];
  readonly subnetIds: readonly string[];
}

/**
 * Whether packets go on to an appliance or a gateway: such routes become part of the tag VirtualNetwork.
 * https://github.com/MicrosoftDocs/azure-docs/issues/22178
 */
const inwards = /^virtual(appliance|networkgateway)$/i;

function isPublic(prefix: string | undefined): boolean {
  const addresses = prefix === undefined ? undefined : AddressSet.parse(prefix.trim());
  return addresses?.overlaps(publicSpace) === true;
}

export function routesFromArm(value: unknown): SurveyedRoutes | undefined {
  const object = objectOf(value);
  if (object === undefined) return undefined;
  const from = propertiesOf(object);
  const prefixes = listOf(from.routes).flatMap((each) => {
    const route = objectOf(each);
    if (route === undefined) return [];
    const { nextHopType, addressPrefix } = propertiesOf(route);
    const prefix = textOf(addressPrefix);
    return inwards.test(textOf(nextHopType) ?? '') && isPublic(prefix) ? (prefix ?? []) : [];
  });
  return {
    id: textOf(object.id)?.toLowerCase() ?? '',
    prefixes,
    subnetIds: listOf(from.subnets).flatMap((each) => idOf(each) ?? []),
  };
}

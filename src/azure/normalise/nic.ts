import type { NetworkInterface, NetworkInterfaceIPConfiguration } from '@azure/arm-network';
import type { IpConfiguration, Nic, Nsg, PublicIp, Subnet, Unreadable } from '../../core/facts.ts';
import { idKey, nameOf, parentId } from '../resource-id.ts';

/** What the network interface points to, already read. */
export interface NicSurroundings {
  readonly nsg: Nsg | Unreadable | undefined;
  publicIp(id: string): PublicIp | Unreadable | undefined;
  subnet(id: string): Subnet | Unreadable | undefined;
}

export interface NicReference {
  readonly id: string;
  /** What the VM says; only told when it has several interfaces. */
  readonly primary: boolean | undefined;
  readonly only: boolean;
}

export function normaliseNic(model: NetworkInterface, reference: NicReference, around: NicSurroundings): Nic {
  const configurations = model.ipConfigurations ?? [];
  return {
    kind: 'nic',
    id: model.id ?? reference.id,
    name: model.name ?? nameOf(reference.id),
    primary: reference.only || (reference.primary ?? model.primary ?? false),
    nsg: around.nsg,
    ipConfigurations: configurations.map((each) => normaliseIpConfiguration(each, configurations.length === 1, around)),
  };
}

function normaliseIpConfiguration(
  model: NetworkInterfaceIPConfiguration,
  only: boolean,
  around: NicSurroundings,
): IpConfiguration {
  const privateAddress = plainAddress(model.privateIPAddress);
  const publicIpId = model.publicIPAddress?.id;
  const subnetId = model.subnet?.id;
  const loadBalancerIds = loadBalancersOf(model);
  return {
    id: model.id ?? '',
    name: model.name ?? nameOf(model.id ?? ''),
    primary: only || (model.primary ?? false),
    version: model.privateIPAddressVersion?.toLowerCase() === 'ipv6' ? 'IPv6' : 'IPv4',
    publicIp: publicIpId ? around.publicIp(publicIpId) : undefined,
    subnet: subnetId ? around.subnet(subnetId) : undefined,
    asgIds: (model.applicationSecurityGroups ?? []).flatMap(({ id }) => id ?? []),
    ...(privateAddress === undefined ? {} : { privateAddress }),
    ...(loadBalancerIds.length === 0 ? {} : { loadBalancerIds }),
  };
}

/** Pools and NAT rules are children of their load balancer. */
function loadBalancersOf(model: NetworkInterfaceIPConfiguration): string[] {
  const children = [...(model.loadBalancerBackendAddressPools ?? []), ...(model.loadBalancerInboundNatRules ?? [])];
  const ids = children.flatMap(({ id }) => (id === undefined ? [] : [parentId(id)]));
  return [...new Map(ids.map((id) => [idKey(id), id])).values()];
}

/** A configuration may hold a whole block ("10.0.0.16/28"): its first address is the VM's own. */
export function plainAddress(address: string | undefined): string | undefined {
  return address?.split('/')[0]?.trim() || undefined;
}

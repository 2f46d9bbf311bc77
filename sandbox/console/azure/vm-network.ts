import type { World } from '../../world/world.ts';
import { dig, digList, digText } from './dig.ts';
import type { Endpoints } from './public-endpoints.ts';

/** Where packets from outside have to go to reach port 22 of a VM. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
  readonly via: 'public IP' | 'load balancer';
  readonly sku: string;
}

export interface VmNetwork {
  readonly privateAddresses: readonly string[];
  readonly endpoints: readonly Endpoint[];
  readonly nicNsgIds: readonly string[];
  readonly subnetNsgIds: readonly string[];
  readonly subnets: readonly string[];
}

/** Walks from a VM over its network interfaces to addresses, subnets and NSGs. */
export function vmNetwork(world: World, vm: unknown, loadBalanced: Endpoints): VmNetwork {
  const privateAddresses: string[] = [];
  const endpoints: Endpoint[] = [];
  const nicNsgIds = new Set<string>();
  const subnetNsgIds = new Set<string>();
  const subnets = new Set<string>();
  for (const reference of digList(vm, 'properties', 'networkProfile', 'networkInterfaces')) {
    const nic = world.get(digText(reference, 'id') ?? '');
    addIfText(nicNsgIds, dig(nic, 'properties', 'networkSecurityGroup', 'id'));
    for (const configuration of digList(nic, 'properties', 'ipConfigurations')) {
      const privateAddress = digText(configuration, 'properties', 'privateIPAddress');
      if (privateAddress !== undefined) privateAddresses.push(privateAddress);
      endpoints.push(...ownEndpoint(world, configuration), ...loadBalanced(configuration));
      const subnetId = digText(configuration, 'properties', 'subnet', 'id') ?? '';
      addIfText(subnets, subnetId.split('/').at(-1));
      addIfText(subnetNsgIds, dig(subnetOf(world, subnetId), 'properties', 'networkSecurityGroup', 'id'));
    }
  }
  return {
    privateAddresses,
    endpoints,
    nicNsgIds: [...nicNsgIds],
    subnetNsgIds: [...subnetNsgIds],
    subnets: [...subnets],
  };
}

function ownEndpoint(world: World, configuration: unknown): Endpoint[] {
  const publicIp = world.get(digText(configuration, 'properties', 'publicIPAddress', 'id') ?? '');
  const address = digText(publicIp, 'properties', 'ipAddress');
  if (address === undefined) return [];
  return [{ address, port: 22, via: 'public IP', sku: digText(publicIp, 'sku', 'name') ?? 'Basic' }];
}

function subnetOf(world: World, subnetId: string): unknown {
  const [vnetId = '', name = ''] = subnetId.split(/\/subnets\//i);
  const named = (subnet: unknown) => digText(subnet, 'name')?.toLowerCase() === name.toLowerCase();
  const byId = (subnet: unknown) => digText(subnet, 'id')?.toLowerCase() === subnetId.toLowerCase();
  return digList(world.get(vnetId), 'properties', 'subnets').find((subnet) => byId(subnet) || named(subnet));
}

function addIfText(set: Set<string>, value: unknown): void {
  if (typeof value === 'string' && value !== '') set.add(value);
}

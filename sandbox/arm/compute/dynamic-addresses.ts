import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import { nextEtag } from '../network/etag.ts';

const publicIpType = 'Microsoft.Network/publicIPAddresses';

interface Reference {
  readonly id?: string;
}

interface NicProperties {
  readonly ipConfigurations?: readonly { readonly properties?: { readonly publicIPAddress?: Reference } }[];
}

/** Deallocating a VM gives its dynamic public addresses back. */
export function dropDynamicAddresses(world: World, vm: Resource): void {
  for (const publicIp of dynamicAddressesOf(world, vm)) {
    const { ipAddress: _, ...properties } = publicIp.properties;
    world.put({ ...publicIp, etag: nextEtag(world, publicIp.id), properties });
  }
}

/** Starting it gets new ones. */
export function assignDynamicAddresses(world: World, vm: Resource): void {
  for (const publicIp of dynamicAddressesOf(world, vm)) {
    if (publicIp.properties.ipAddress !== undefined) continue;
    const properties = { ...publicIp.properties, ipAddress: freeAddress(world) };
    world.put({ ...publicIp, etag: nextEtag(world, publicIp.id), properties });
  }
}

function dynamicAddressesOf(world: World, vm: Resource): Resource[] {
  const profile = vm.properties.networkProfile as { networkInterfaces?: readonly Reference[] } | undefined;
  return (profile?.networkInterfaces ?? [])
    .map((each) => world.get(each.id ?? '')?.properties as NicProperties | undefined)
    .flatMap((nic) => nic?.ipConfigurations ?? [])
    .map((each) => world.get(each.properties?.publicIPAddress?.id ?? ''))
    .filter((each) => each !== undefined)
    .filter((each) => String(each.properties.publicIPAllocationMethod).toLowerCase() === 'dynamic');
}

function freeAddress(world: World): string {
  const taken = new Set(world.list(publicIpType).map((each) => each.properties.ipAddress));
  for (let host = 1; ; host += 1) {
    const address = `20.62.${Math.floor(host / 256) % 256}.${host % 256}`;
    if (!taken.has(address)) return address;
  }
}

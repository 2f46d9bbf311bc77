import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import { allocatePublicAddress, runsWith } from './allocate-address.ts';
import { nextEtag } from './etag.ts';
import { asObject, asObjects, type JsonObject, referencedId, sameId } from './json.ts';

/** The ids of the public IPs that a network interface uses. */
export function publicIpsOf(nicProperties: JsonObject): readonly string[] {
  return asObjects(nicProperties.ipConfigurations).flatMap(
    (each) => referencedId(asObject(each.properties).publicIPAddress) ?? [],
  );
}

/** Lets go of what a network interface had and has no more: a world may say on the public IP's side too who uses it. */
export function releaseAddresses(world: World, before: Resource | undefined, nic: Resource): void {
  const kept = publicIpsOf(nic.properties);
  for (const id of publicIpsOf(before?.properties ?? {})) {
    const publicIp = world.get(id);
    if (publicIp?.properties.ipConfiguration === undefined || kept.some((each) => sameId(each, id))) continue;
    const { ipConfiguration: _former, ...properties } = publicIp.properties;
    world.put({ ...publicIp, etag: nextEtag(world, publicIp.id), properties });
  }
}

/** A dynamic public address is given when it is attached to a machine that runs. */
export function assignDynamicAddresses(world: World, nic: Resource): void {
  if (!runsWith(world, nic.id)) return;
  for (const id of publicIpsOf(nic.properties)) {
    const publicIp = world.get(id);
    if (publicIp === undefined || publicIp.properties.ipAddress !== undefined) continue;
    const version = publicIp.properties.publicIPAddressVersion === 'IPv6' ? 'IPv6' : 'IPv4';
    const ipAddress = allocatePublicAddress(world, version);
    world.put({ ...publicIp, etag: nextEtag(world, publicIp.id), properties: { ...publicIp.properties, ipAddress } });
  }
}

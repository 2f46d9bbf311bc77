import { isIPv4 } from 'node:net';
import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import { ipv4Value } from './address-prefix.ts';
import { allocatePrivateAddress, prefixesOf } from './allocate-address.ts';
import { invalidJson } from './invalid-json.ts';
import { asObject, asObjects, type JsonObject, referencedId, sameId } from './json.ts';
import { childId } from './references.ts';
import { refusal } from './validate-rule-addresses.ts';

/**
 * The private IPv4 address of an ipConfiguration that is written: a static one is what the request says, a dynamic one is
 * what it had in this subnet, or the next free one.
 * @param id of the ipConfiguration
 * @param properties as the request gives them
 * @param before what the ipConfiguration was; undefined for a new one
 * @throws ArmFailure 400
 */
export function privateAddressOf(
  world: World,
  id: string,
  properties: JsonObject,
  before: JsonObject | undefined,
): string {
  const subnet = referencedId(properties.subnet) ?? '';
  const { privateIPAddress: given, privateIPAllocationMethod: method } = properties;
  if (given !== undefined && typeof given !== 'string') throw invalidJson('privateIPAddress', given);
  const had = asObject(before?.properties);
  const kept = sameId(referencedId(had.subnet), subnet) ? had.privateIPAddress : undefined;
  if (String(method).toLowerCase() === 'static' && given !== undefined && given !== kept) {
    requireInSubnet(world, id, subnet, given);
    requireFree(world, id, subnet, given);
    return given;
  }
  const address = typeof kept === 'string' ? kept : allocatePrivateAddress(world, subnet);
  if (address !== undefined) return address;
  throw refusal('SubnetIsFull', `Subnet ${subnet} does not have enough capacity for 1 IP addresses.`);
}

function requireInSubnet(world: World, id: string, subnet: string, address: string): void {
  const prefixes = prefixesOf(world, subnet);
  if (isIPv4(address) && prefixes.some((prefix) => holds(prefix, address))) return;
  throw refusal(
    'PrivateIPAddressNotInSubnet',
    `Private static IP address ${address} of ${id} does not belong to the range of subnet prefix ${prefixes.join(', ')}.`,
  );
}

function holds(prefix: string, address: string): boolean {
  const [first = '', bits = '32'] = prefix.split('/');
  const host = BigInt(32 - Number(bits));
  return ipv4Value(first) >> host === ipv4Value(address) >> host;
}

/** https://github.com/daniel-rhoades/acs-engine-terraform/issues/10 */
function requireFree(world: World, id: string, subnet: string, address: string): void {
  const networkOf = (subnetId: string) => subnetId.split('/').slice(0, -2).join('/');
  const isTaken = ({ properties }: JsonObject) =>
    asObject(properties).privateIPAddress === address &&
    sameId(networkOf(referencedId(asObject(properties).subnet) ?? ''), networkOf(subnet));
  const owner = world
    .list('Microsoft.Network/networkInterfaces')
    .find((nic: Resource) =>
      asObjects(nic.properties.ipConfigurations).some(
        (each) => isTaken(each) && !sameId(childId(nic.id, 'ipConfigurations', each), id),
      ),
    );
  if (owner === undefined) return;
  throw refusal(
    'PrivateIPAddressIsAllocated',
    `IP configuration ${id} is using the private IP address ${address} which is already allocated to resource ${owner.id}.`,
  );
}

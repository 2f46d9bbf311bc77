import type { World } from '../../world/world.ts';
import { ipv4Value } from './address-prefix.ts';
import { asObject, asObjects, asStrings, referencedId, sameId } from './json.ts';
import { previews } from './pending-writes.ts';

/** Addresses kept for documentation and, when those are used up, for benchmarks: never somebody's. */
const ranges = [
  '192.0.2.',
  '198.51.100.',
  '203.0.113.',
  ...Array.from({ length: 256 }, (_, third) => `198.18.${third}.`),
];

/** The first public address that nobody in this world has: the same in every run. */
export function allocatePublicAddress(world: World, version: 'IPv4' | 'IPv6'): string {
  // An address that is being created has its number already.
  const publicIps = [...world.list('Microsoft.Network/publicIPAddresses'), ...previews(world)];
  const used = new Set([world.botAddress, ...publicIps.map(({ properties }) => String(properties.ipAddress))]);
  for (const address of candidates(version)) if (!used.has(address)) return address;
  throw new Error('The sandbox has no public address left');
}

function* candidates(version: 'IPv4' | 'IPv6'): Generator<string> {
  if (version === 'IPv6') for (let host = 1; host < 65536; host++) yield `2001:db8::${host.toString(16)}`;
  else for (const range of ranges) for (let host = 1; host < 255; host++) yield `${range}${host}`;
}

/** The next free private address of a subnet; Azure keeps its first four and its last to itself. Undefined when it is full. */
export function allocatePrivateAddress(world: World, subnetId: string): string | undefined {
  const [prefix] = prefixesOf(world, subnetId);
  if (prefix === undefined) return undefined;
  const [address = '', bits = '32'] = prefix.split('/');
  const size = 2 ** (32 - Number(bits));
  const first = Number(ipv4Value(address));
  const used = privateAddresses(world);
  for (let offset = 4; offset < size - 1; offset++) {
    const candidate = dotted(first + offset);
    if (!used.has(candidate)) return candidate;
  }
  return undefined;
}

/** The IPv4 prefixes of a subnet. */
export function prefixesOf(world: World, subnetId: string): readonly string[] {
  const properties = asObject(subnetOf(world, subnetId)?.properties);
  const given = typeof properties.addressPrefix === 'string' ? [properties.addressPrefix] : [];
  return [...given, ...asStrings(properties.addressPrefixes)].filter((each) => !each.includes(':'));
}

export function subnetOf(world: World, subnetId: string) {
  const network = world.get(subnetId.split('/').slice(0, -2).join('/'));
  const name = subnetId.split('/').at(-1);
  return asObjects(network?.properties.subnets).find((each) => sameId(String(each.name), name));
}

function privateAddresses(world: World): Set<string> {
  const nics = world.list('Microsoft.Network/networkInterfaces');
  const configurations = nics.flatMap((nic) => asObjects(nic.properties.ipConfigurations));
  return new Set(configurations.map((each) => String(asObject(each.properties).privateIPAddress)));
}

function dotted(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

/** Whether an address may go to a NIC: a machine that does not run has no dynamic public address. */
export function runsWith(world: World, nicId: string): boolean {
  return world.list('Microsoft.Compute/virtualMachines').some((vm) => {
    const nics = asObjects(asObject(vm.properties.networkProfile).networkInterfaces);
    const statuses = asObjects(asObject(vm.properties.instanceView).statuses);
    return (
      nics.some((nic) => sameId(referencedId(nic), nicId)) &&
      statuses.some((status) => String(status.code).toLowerCase() === 'powerstate/running')
    );
  });
}

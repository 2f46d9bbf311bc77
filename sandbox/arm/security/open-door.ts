import { createHash } from 'node:crypto';
import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import { nextEtag } from '../network/etag.ts';
import { current } from '../network/pending-writes.ts';
import { type ArmContext, ArmFailure } from '../route.ts';

export interface Door {
  /** Name of the policy that allows it. */
  readonly policy: string;
  readonly vmId: string;
  readonly port: number;
  readonly protocol: string;
  readonly source: string;
  /** Epoch milliseconds of the sandbox's clock. */
  readonly endMs: number;
}

interface Reference {
  readonly id?: string;
}

interface Configuration {
  readonly properties?: { readonly privateIPAddress?: string; readonly subnet?: Reference };
}

interface Rule {
  readonly name: string;
  readonly properties: { readonly priority: number; readonly direction: string };
}

const firstPriority = 100;

/** @throws ArmFailure 400 when no network security group stands before the VM */
export function requireGroups(world: World, vmId: string): void {
  if (placesOf(world, vmId).length > 0) return;
  const message = `The virtual machine '${vmId}' is not protected by a network security group.`;
  throw new ArmFailure(400, 'JitNetworkSecurityGroupMissing', message);
}

/** Writes an allow rule into each network security group before the VM, and takes it out when the time is over. */
export function openDoor(door: Door, { world, clock }: ArmContext): void {
  const rules = placesOf(world, door.vmId).map(({ nsgId, address }) => ({
    nsgId,
    name: writeRule(world, nsgId, address, door),
  }));
  const over = clock.deadline(door.endMs - clock.now());
  over.signal.addEventListener('abort', () => {
    for (const { nsgId, name } of rules) removeRule(world, nsgId, name);
  });
}

/** The security groups of the VM's network interfaces and of their subnets, each with the address it guards. */
function placesOf(world: World, vmId: string): { nsgId: string; address: string }[] {
  const profile = world.get(vmId)?.properties.networkProfile as
    | { networkInterfaces?: readonly Reference[] }
    | undefined;
  const found = (profile?.networkInterfaces ?? []).flatMap((reference) => {
    const nic = world.get(reference.id ?? '');
    const configurations = (nic?.properties.ipConfigurations ?? []) as readonly Configuration[];
    const own = nic?.properties.networkSecurityGroup as Reference | undefined;
    return configurations.flatMap(({ properties }) => {
      const address = properties?.privateIPAddress ?? '*';
      return [own?.id, subnetNsg(world, properties?.subnet?.id)].map((nsgId) => ({ nsgId, address }));
    });
  });
  return found.flatMap(({ nsgId, address }) => (nsgId !== undefined && world.get(nsgId) ? [{ nsgId, address }] : []));
}

function subnetNsg(world: World, subnetId: string | undefined): string | undefined {
  const network = world.get(subnetId?.replace(/\/subnets\/[^/]+$/i, '') ?? '');
  const subnets = (network?.properties.subnets ?? []) as readonly (Reference & {
    properties?: { networkSecurityGroup?: Reference };
  })[];
  const subnet = subnets.find((each) => each.id?.toLowerCase() === subnetId?.toLowerCase());
  return subnet?.properties?.networkSecurityGroup?.id;
}

function writeRule(world: World, nsgId: string, address: string, door: Door): string {
  const rules = rulesOf(world.get(nsgId));
  const digest = createHash('sha256')
    .update(JSON.stringify([door, address]))
    .digest();
  // As Defender has called them since 2023. https://learn.microsoft.com/azure/defender-for-cloud/release-notes-archive
  const name = `MicrosoftDefenderForCloud-JITRule-${digest.readUInt32BE(0)}-${digest.toString('hex', 4, 20).toUpperCase()}`;
  // A rule that somebody else is writing just now has its priority already.
  const taken = new Set(
    [...rules, ...rulesOf(current(world, nsgId))]
      .filter((each) => /^inbound$/i.test(each.properties.direction))
      .map((each) => Number(each.properties.priority)),
  );
  let priority = firstPriority;
  while (taken.has(priority)) priority += 1;
  const properties = {
    provisioningState: 'Succeeded',
    description: `MDC JIT Network Access rule created by an initiation request for policy '${door.policy}' of VM '${world.get(door.vmId)?.name ?? ''}'.`,
    protocol: door.protocol,
    sourcePortRange: '*',
    destinationPortRange: String(door.port),
    sourceAddressPrefix: door.source,
    destinationAddressPrefix: address,
    access: 'Allow',
    priority,
    direction: 'Inbound',
    sourcePortRanges: [],
    destinationPortRanges: [],
    sourceAddressPrefixes: [],
    destinationAddressPrefixes: [],
  };
  const rule = { name, id: `${nsgId}/securityRules/${name}`, properties };
  putRules(world, nsgId, [...rules.filter((each) => each.name !== name), rule]);
  return name;
}

function removeRule(world: World, nsgId: string, name: string): void {
  const rules = rulesOf(world.get(nsgId));
  if (rules.some((each) => each.name === name))
    putRules(
      world,
      nsgId,
      rules.filter((each) => each.name !== name),
    );
}

function rulesOf(nsg: Resource | undefined): readonly Rule[] {
  return (nsg?.properties.securityRules ?? []) as readonly Rule[];
}

function putRules(world: World, nsgId: string, securityRules: readonly Rule[]): void {
  const nsg = world.get(nsgId);
  if (nsg === undefined) return;
  world.put({ ...nsg, etag: nextEtag(world, nsg.id), properties: { ...nsg.properties, securityRules } });
}

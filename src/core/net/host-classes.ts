import { AddressSet } from './address-set.ts';
import { privateSpace } from './address-space.ts';
import type { ExposureContext } from './exposure.ts';
import type { PortRule } from './port-rules.ts';

/** Hosts behind a group that its rules do not tell apart. */
export interface HostClass {
  readonly family: 4 | 6;
  /** Their addresses; of members of an application security group one that stands for all. */
  readonly addresses: AddressSet;
  readonly asgIds: ReadonlySet<string>;
  /** How many hosts, or possible hosts, in addresses; 0 where their number says nothing of a share. */
  readonly weight: number;
}

const noAsgs: ReadonlySet<string> = new Set();
const privateIpv4 = privateSpace.intersect(AddressSet.anyIpv4);
/** Hosts may be elsewhere as well, but whoever names these means all that there are. https://www.rfc-editor.org/rfc/rfc1918 */
const usualHosts = AddressSet.of('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16');
const anyHost4: HostClass = { family: 4, addresses: privateIpv4, asgIds: noAsgs, weight: 1 };
const anyHost6: HostClass = { family: 6, addresses: AddressSet.anyIpv6, asgIds: noAsgs, weight: 1 };
const allHosts: readonly HostClass[] = [anyHost4, anyHost6];

/**
 * What a group guards, split where its rules tell destinations apart. Where the hosts are not known, every private address
 * may be one, and of each application security group that the rules name there may be members.
 */
export function hostClasses(
  rules: readonly PortRule[],
  { hosts, vnetPrefixes }: ExposureContext,
): readonly HostClass[] {
  if (hosts !== undefined) return knownHosts(hosts);
  const fixed = rules.flatMap(({ destinations }) => (tellsApart(destinations.fixed) ? [destinations.fixed] : []));
  const asgIds = [...new Set(rules.flatMap(({ destinations }) => destinations.asgIds))];
  if (fixed.length === 0 && asgIds.length === 0 && vnetPrefixes === undefined) return allHosts;
  const own = AddressSet.join(
    (vnetPrefixes ?? []).map((prefix) => AddressSet.parse(prefix.trim()) ?? AddressSet.empty),
  );
  const space4 = privateIpv4.union(own.intersect(AddressSet.anyIpv4));
  const usual = vnetPrefixes === undefined ? usualHosts : space4;
  const classes4 = toldApart(space4, fixed).map((addresses): HostClass => {
    return { family: 4, addresses, asgIds: noAsgs, weight: addresses.intersect(usual).ipv4Size };
  });
  const classes6 = toldApart(AddressSet.anyIpv6, fixed).map((addresses): HostClass => {
    return { family: 6, addresses, asgIds: noAsgs, weight: Number(addresses.ipv6Size) };
  });
  const members = [heaviest(classes4), heaviest(classes6)].flatMap((some) =>
    some === undefined ? [] : asgIds.map((id): HostClass => ({ ...some, asgIds: new Set([id]), weight: 0 })),
  );
  return [...classes4, ...classes6, ...members];
}

function tellsApart(set: AddressSet): boolean {
  return set !== AddressSet.any && !set.isEmpty;
}

/** The parts of a space that no two of the sets tell apart. */
export function toldApart(space: AddressSet, sets: readonly AddressSet[]): AddressSet[] {
  let parts = [space];
  for (const set of sets) {
    parts = parts.flatMap((part) => {
      const inside = part.intersect(set);
      if (inside.isEmpty) return [part];
      const outside = part.subtract(set);
      return outside.isEmpty ? [part] : [inside, outside];
    });
  }
  return parts;
}

function heaviest(classes: readonly HostClass[]): HostClass | undefined {
  return classes.reduce<HostClass | undefined>(
    (most, each) => (most === undefined || each.weight > most.weight ? each : most),
    undefined,
  );
}

function knownHosts(hosts: NonNullable<ExposureContext['hosts']>): HostClass[] {
  const classes = new Map<string, HostClass>();
  for (const { address, asgIds } of hosts) {
    const addresses = AddressSet.parse(address.trim());
    if (addresses === undefined) continue;
    const ids = asgIds.map((id) => id.toLowerCase()).sort();
    const key = `${addresses} ${ids.join(' ')}`;
    const before = classes.get(key);
    if (before !== undefined) continue;
    const family = addresses.ipv4Size > 0 ? 4 : 6;
    classes.set(key, { family, addresses, asgIds: new Set(ids), weight: 1 });
  }
  return [...classes.values()];
}

/** Whether a rule is about these hosts. */
export function isAbout({ destinations }: Pick<PortRule, 'destinations'>, hosts: HostClass): boolean {
  if (destinations.fixed === AddressSet.any || destinations.virtualNetwork) return true;
  if (destinations.asgIds.some((id) => hosts.asgIds.has(id))) return true;
  return !destinations.fixed.isEmpty && destinations.fixed.contains(hosts.addresses);
}

import type { SecurityRule } from '../facts.ts';
import { AddressSet } from './address-set.ts';
import type { Exposure } from './exposure.ts';
import type { HostClass } from './host-classes.ts';
import type { PortRule } from './port-rules.ts';
import { publicSources } from './public-sources.ts';
import type { Reach, Taken } from './reach-of.ts';

type Shadowed = Exposure['shadowed'][number];

/** The allows of public addresses of which rules in front of them leave nothing, or not all, to any host. */
export function shadowedIn(reaches: readonly Reach[]): readonly Shadowed[] {
  const found = new Map<SecurityRule, Set<SecurityRule>>();
  for (const { taken } of reaches) {
    if (taken.length < 2) continue;
    for (const [at, each] of taken.entries()) {
      const { entry, names, took } = each;
      // Most rules take all that they name.
      if (!entry.allows || entry.rule.isDefault || took === names || names.subtract(took).isEmpty) continue;
      const by = found.get(entry.rule) ?? new Set();
      for (const front of taken.slice(0, at)) if (shadows(front, each)) by.add(front.entry.rule);
      found.set(entry.rule, by);
    }
  }
  return [...found].flatMap(([rule, by]) => {
    if (by.size === 0) return [];
    const wholly = reaches.every(({ taken }) => taken.every(({ entry, took }) => entry.rule !== rule || took.isEmpty));
    return [{ rule, by: [...by], wholly }];
  });
}

/** The Denies that keep nobody out: whoever on the internet they name gets in, by the allows in front of them. */
export function passedIn(rules: readonly PortRule[], reaches: readonly Reach[]): readonly Shadowed[] {
  if (reaches.every(({ sources }) => sources.isEmpty)) return [];
  const places = new Map(rules.map(({ rule }, at) => [rule, at]));
  const some = alike(reaches);
  return rules.flatMap((entry, at) => {
    const { rule, allows, doubt } = entry;
    if (allows || rule.isDefault || doubt !== undefined) return [];
    const near = some.filter(({ hosts }) => concerns(entry, hosts));
    const by = new Set<SecurityRule>();
    for (const reach of near) {
      const passing = passedBy(entry, reach, (front) => (places.get(front.rule) ?? at) < at);
      if (passing === undefined) return [];
      for (const each of passing) by.add(each);
    }
    // Where nobody gets in over IPv6, reaches say nothing of it.
    const wholly = near.some(({ hosts }) => hosts.family === 6) || !isAboutIpv6(entry);
    return by.size === 0 ? [] : [{ rule, by: [...by], wholly }];
  });
}

/** Hosts that the same rules are about, as one: there may be thousands, and of few kinds. */
function alike(reaches: readonly Reach[]): readonly Reach[] {
  const numbers = new Map<object, number>();
  const numberOf = (entry: object): number => {
    const number = numbers.get(entry) ?? numbers.size;
    numbers.set(entry, number);
    return number;
  };
  const kinds = Map.groupBy(
    reaches,
    ({ hosts, taken }) => `${hosts.family} ${taken.map(({ entry }) => numberOf(entry)).join(' ')}`,
  );
  return [...kinds.values()].flatMap((kind) =>
    kind.slice(0, 1).map((first) => {
      const addresses = AddressSet.join(kind.map(({ hosts }) => hosts.addresses));
      return { ...first, hosts: { ...first.hosts, addresses } };
    }),
  );
}

/** What stands behind the last allow does not tell hosts apart: of some of these it may be about a part. */
function concerns({ destinations }: PortRule, { addresses }: HostClass): boolean {
  const { fixed, virtualNetwork, asgIds } = destinations;
  return virtualNetwork || asgIds.length > 0 || fixed.overlaps(addresses);
}

function isAboutIpv6(entry: PortRule): boolean {
  const { fixed, virtualNetwork, asgIds } = entry.destinations;
  const isHere = virtualNetwork || asgIds.length > 0 || fixed.overlaps(AddressSet.anyIpv6);
  return isHere && !publicSources(entry, 6, AddressSet.empty).isEmpty;
}

/** The allows in front by which all that a Deny names gets in; undefined where it keeps somebody out. */
function passedBy(
  entry: PortRule,
  { hosts, sources, taken }: Reach,
  isInFront: (entry: PortRule) => boolean,
): readonly SecurityRule[] | undefined {
  const names = publicSources(entry, hosts.family, AddressSet.empty);
  if (names.ipv4Size > sources.ipv4Size || !sources.contains(names)) return undefined;
  const passing = taken.filter((each) => each.entry.allows && isInFront(each.entry) && each.took.overlaps(names));
  // A Deny of some source ports may be passed by an allow behind it as well.
  if (!AddressSet.join(passing.map(({ took }) => took)).contains(names)) return undefined;
  return passing.map(({ entry: { rule } }) => rule);
}

function shadows(front: Taken, behind: Taken): boolean {
  return front.took.overlaps(behind.names);
}

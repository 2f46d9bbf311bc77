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
  return rules.flatMap((entry) => {
    const { rule, allows, doubt } = entry;
    if (allows || rule.isDefault || doubt !== undefined) return [];
    const near = reaches.filter(({ hosts }) => concerns(entry, hosts));
    if (!near.every((reach) => isPassed(entry, reach))) return [];
    const by = [...new Set(near.flatMap((reach) => passing(entry, reach)))];
    // Where nobody gets in over IPv6, reaches say nothing of it.
    const wholly = near.some(({ hosts }) => hosts.family === 6) || !isAboutIpv6(entry);
    return by.length === 0 ? [] : [{ rule, by, wholly }];
  });
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

function isPassed(entry: PortRule, { hosts, sources }: Reach): boolean {
  const names = publicSources(entry, hosts.family, AddressSet.empty);
  return names.ipv4Size <= sources.ipv4Size && sources.contains(names);
}

function passing(entry: PortRule, { hosts, taken }: Reach): SecurityRule[] {
  const names = publicSources(entry, hosts.family, AddressSet.empty);
  return taken.flatMap(({ entry: { rule, allows }, took }) => (allows && took.overlaps(names) ? [rule] : []));
}

function shadows(front: Taken, behind: Taken): boolean {
  return front.took.overlaps(behind.names);
}

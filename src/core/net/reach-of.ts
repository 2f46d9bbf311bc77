import { AddressSet } from './address-set.ts';
import { type HostClass, isAbout } from './host-classes.ts';
import type { PublicRule } from './public-rules.ts';
import { publicIpv4, publicIpv6 } from './public-sources.ts';
import { anySourcePort, type Part, type Step, sourcesOf, walkRules } from './walk-rules.ts';

/** Who reaches some hosts through one list of rules. */
export interface Reach {
  readonly hosts: HostClass;
  readonly sources: AddressSet;
  readonly parts: readonly Part[];
  /** Every address of Azure's may be among those who get in, by a service tag. */
  readonly byCloudTag: boolean;
  /** The rules that let in, in order. */
  readonly rules: readonly PublicRule[];
  /** What each of the rules took of the public addresses that it names: in the order of the rules about these hosts. */
  readonly taken: readonly Taken[];
}

export interface Taken {
  readonly entry: PublicRule;
  readonly names: AddressSet;
  readonly took: AddressSet;
}

const everybody4: readonly Part[] = [{ sources: publicIpv4, ports: anySourcePort }];
const everybody6: readonly Part[] = [{ sources: publicIpv6, ports: anySourcePort }];

/** @param start the packets that come so far; left out: everything public */
export function reachOf(
  rules: readonly PublicRule[],
  hosts: HostClass,
  start: readonly Part[] = hosts.family === 4 ? everybody4 : everybody6,
): Reach {
  const about = rules.filter((entry) => entry.doubt !== undefined || isAbout(entry, hosts));
  const steps = about.map((entry): Step => {
    const takes = hosts.family === 4 ? entry.ipv4 : entry.ipv6;
    return { takes, ports: entry.sourcePorts, fate: entry.allows ? 'in' : 'out' };
  });
  const walked = walkRules(steps, start);
  const clouds = cloudRules(about.slice(0, walked.took.length), hosts);
  const taken = about.map((entry, at) => ({
    entry,
    names: steps[at]?.takes ?? AddressSet.empty,
    took: walked.took[at] ?? AddressSet.empty,
  }));
  const lets = taken.flatMap(({ entry, took }) =>
    entry.allows && (!took.isEmpty || clouds.includes(entry)) ? [entry] : [],
  );
  const sources = sourcesOf(walked.in);
  return { hosts, sources, parts: walked.in, byCloudTag: clouds.length > 0, rules: lets, taken };
}

/**
 * The allows by which Azure's addresses get in. A rule in front that denies the same tag, or the tag without a region,
 * takes them all; one that denies all that is public ends the walk before.
 */
function cloudRules(reached: readonly PublicRule[], { family }: HostClass): readonly PublicRule[] {
  if (family === 6) return [];
  const letting: PublicRule[] = [];
  const denied = new Set<string>();
  for (const entry of reached) {
    for (const tag of entry.clouds) {
      if (denied.has(tag) || denied.has('azurecloud')) continue;
      if (entry.allows) letting.push(entry);
      else denied.add(tag);
    }
  }
  return letting;
}

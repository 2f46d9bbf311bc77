import { AddressSet } from './address-set.ts';
import { type HostClass, isAbout } from './host-classes.ts';
import { areAllPorts, type PortRule } from './port-rules.ts';
import { cloudTags, publicIpv4, publicIpv6, publicSources } from './public-sources.ts';
import { anySourcePort, type Part, sourcesOf, walkRules } from './walk-rules.ts';

/** Who reaches some hosts through one list of rules. */
export interface Reach {
  readonly hosts: HostClass;
  readonly sources: AddressSet;
  readonly parts: readonly Part[];
  /** Every address of Azure's may be among those who get in, by a service tag. */
  readonly byCloudTag: boolean;
  /** The rules that let in, in order. */
  readonly rules: readonly PortRule[];
  /** What each of the rules took of the public addresses that it names: in the order of the rules about these hosts. */
  readonly taken: readonly Taken[];
}

export interface Taken {
  readonly entry: PortRule;
  readonly names: AddressSet;
  readonly took: AddressSet;
}

export interface Reading {
  /** How a rule is read of which it cannot be told whom it takes: as the one that lets in most, or least. */
  readonly doubts: 'let in' | 'keep out';
  readonly routed: AddressSet;
}

/** @param start the packets that come so far; left out: everything public */
export function reachOf(
  rules: readonly PortRule[],
  hosts: HostClass,
  { doubts, routed }: Reading,
  start?: readonly Part[],
): Reach {
  const space = hosts.family === 4 ? publicIpv4 : publicIpv6;
  const about = rules.filter((entry) => (entry.doubt === undefined ? isAbout(entry, hosts) : true));
  const names = about.map((entry) => {
    if (entry.doubt === undefined) return publicSources(entry, hosts.family, routed);
    if (entry.allows !== (doubts === 'let in')) return AddressSet.empty;
    const isOfSources = entry.sources.open.some(({ kind }) => kind === 'unclear');
    return isOfSources ? space : publicSources(entry, hosts.family, routed);
  });
  const steps = about.map((entry, at) => ({
    takes: names[at] ?? AddressSet.empty,
    ports: entry.doubt === undefined ? entry.sourcePorts : anySourcePort,
    fate: entry.allows ? ('in' as const) : ('out' as const),
  }));
  const walked = walkRules(steps, start ?? [{ sources: space, ports: anySourcePort }]);
  const reached = walked.took.length;
  const byCloud = cloudRules(about.slice(0, reached), hosts);
  const lets = about.filter((entry, at) => entry.allows && (walked.took[at]?.isEmpty === false || byCloud.has(entry)));
  const taken = about.map((entry, at) => ({
    entry,
    names: names[at] ?? AddressSet.empty,
    took: walked.took[at] ?? AddressSet.empty,
  }));
  const sources = sourcesOf(walked.in);
  return { hosts, sources, parts: walked.in, byCloudTag: byCloud.size > 0, rules: lets, taken };
}

/**
 * The allows by which Azure's addresses get in. A rule in front that denies the same tag, or the tag without a region,
 * takes them all; one that denies all that is public ends the walk before.
 */
function cloudRules(reached: readonly PortRule[], { family }: HostClass): ReadonlySet<PortRule> {
  const letting = new Set<PortRule>();
  if (family === 6) return letting;
  const denied = new Set<string>();
  for (const entry of reached) {
    if (entry.sources.open.length === 0) continue;
    for (const tag of cloudTags(entry)) {
      if (denied.has(tag) || denied.has('azurecloud')) continue;
      if (entry.allows) letting.add(entry);
      else if (areAllPorts(entry.sourcePorts)) denied.add(tag);
    }
  }
  return letting;
}

import type { AdminRule } from '../facts.ts';
import { AddressSet } from './address-set.ts';
import { type HostClass, isAbout, toldApart } from './host-classes.ts';
import { portsHold } from './port-terms.ts';
import { publicSources } from './public-sources.ts';
import { type RuleTerms, ruleTerms } from './rule-terms.ts';
import { everybody } from './through-layer.ts';
import { type Step, sourcesOf, walkRules } from './walk-rules.ts';

/** The admin rules of one virtual network, and the addresses there that are asked about; none: any may be meant. */
export interface NetworkRules {
  readonly rules: readonly AdminRule[];
  readonly guarded: readonly string[];
}

/** Who on the internet gets in by AlwaysAllow rules, whatever any security group says. */
export interface ForcedIn {
  readonly sources: AddressSet;
  /** Service tags whose addresses get in as well. */
  readonly tags: readonly string[];
  /** The rules that let them in. */
  readonly rules: readonly AdminRule[];
}

/**
 * Of what is not understood the careful reading counts: an AlwaysAllow lets in, and what stands in front of it keeps
 * nobody out.
 */
export function forcedIn(networks: readonly NetworkRules[], port: number): ForcedIn {
  const found = networks.flatMap((network) => {
    const entries = network.rules.flatMap((rule) => entryOf(rule, port));
    entries.sort((left, right) => left.rule.priority - right.rule.priority);
    return hostsOf(network, entries).map((host) => forcedTo(host, entries));
  });
  return {
    sources: AddressSet.join(found.map(({ sources }) => sources)),
    tags: [...new Set(found.flatMap(({ tags }) => tags))],
    rules: [...new Set(found.flatMap(({ rules }) => rules))],
  };
}

interface Entry {
  readonly rule: AdminRule;
  readonly terms: RuleTerms;
  readonly forces: boolean;
}

/** What is surely about another port or protocol is nothing here, nor what may be and does not force anybody in. */
function entryOf(rule: AdminRule, port: number): readonly Entry[] {
  if (rule.direction.toLowerCase() !== 'inbound') return [];
  const terms = ruleTerms(rule, 'any');
  const isForPort = portsHold(rule.destinationPorts, port);
  if (terms.tcp === false || isForPort === false) return [];
  const forces = rule.access.toLowerCase() === 'alwaysallow';
  return forces || (terms.tcp && isForPort) ? [{ rule, terms, forces }] : [];
}

function hostsOf({ guarded }: NetworkRules, entries: readonly Entry[]): readonly HostClass[] {
  const sets = guarded.map((text) => AddressSet.parse(text.trim()) ?? AddressSet.empty);
  const space = sets.length === 0 ? AddressSet.any : AddressSet.join(sets);
  const named = entries.map(({ terms }) => terms.destinations.fixed);
  return ([4, 6] as const).flatMap((family) => {
    const own = space.intersect(family === 4 ? AddressSet.anyIpv4 : AddressSet.anyIpv6);
    if (own.isEmpty) return [];
    return toldApart(own, named).map((addresses) => ({ family, addresses, asgIds: new Set<string>(), weight: 1 }));
  });
}

function forcedTo(host: HostClass, entries: readonly Entry[]): ForcedIn {
  const about = entries.filter(
    ({ terms, forces }) => isAbout(terms, host) || (forces && terms.destinations.open.length > 0),
  );
  const steps = about.map(({ terms, forces, rule }): Step => {
    const takes = publicSources(terms, host.family, AddressSet.empty);
    const fate = forces ? 'in' : rule.access.toLowerCase() === 'deny' ? 'out' : 'on';
    return { takes, ports: terms.sourcePorts.ports, fate };
  });
  const walked = walkRules(steps, everybody(host));
  const letting = about.filter(
    ({ terms, forces }, at) =>
      forces && (walked.took[at]?.isEmpty === false || (at < walked.took.length && tagsOf(terms).length > 0)),
  );
  return {
    sources: sourcesOf(walked.in),
    tags: letting.flatMap(({ terms }) => tagsOf(terms)),
    rules: letting.map(({ rule }) => rule),
  };
}

function tagsOf({ sources }: RuleTerms): readonly string[] {
  return sources.open.flatMap((prefix) => (prefix.kind === 'service-tag' ? [prefix.tag] : []));
}

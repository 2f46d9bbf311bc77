import type { Nsg, SecurityRule } from '../facts.ts';
import { AddressSet } from './address-set.ts';
import type { Exposure, ExposureContext } from './exposure.ts';
import { hostClasses } from './host-classes.ts';
import { type PortRule, rulesAbout, tiedIn } from './port-rules.ts';
import { type PublicRule, publicRules, type Reading } from './public-rules.ts';
import { type Reach, reachOf } from './reach-of.ts';
import { routedBy } from './routed-by.ts';
import { remarksOn } from './rule-remarks.ts';
import { passedIn, shadowedIn } from './shadowed-in.ts';
import { hostsOpenIn, publicIpv4Size, publicIpv6Size, verdictOf } from './verdict-of.ts';

type Group = Pick<Nsg, 'rules'>;

/**
 * Whom one network security group lets in from the internet to a TCP port, exactly: as sets of addresses, to each host that
 * its rules tell apart. Where a rule is not understood and it matters, the verdict is `unknown`.
 */
export function exposureOf(nsg: Group, context: ExposureContext): Exposure {
  const rules = rulesAbout(nsg.rules, context.port, (rule) => placed(rule, 'let in'));
  const most = evaluate(rules, context, 'let in');
  const doubtful = rules.find(({ doubt, rule }) => doubt !== undefined || Number.isNaN(rule.priority));
  const tied = tiedIn(rules);
  if (doubtful === undefined && tied === undefined) return most;
  const least = evaluate(
    rulesAbout(nsg.rules, context.port, (rule) => placed(rule, 'keep out')),
    context,
    'keep out',
  );
  if (least.verdict === most.verdict) return least;
  return { ...least, verdict: 'unknown', because: becauseOf(doubtful, tied) };
}

function becauseOf(doubtful: PortRule | undefined, tied: ReturnType<typeof tiedIn>): string {
  if (doubtful !== undefined)
    return `It hangs on the rule ${doubtful.rule.name}. ${doubtful.doubt ?? 'It has no priority.'}`;
  const names = tied?.map(({ rule }) => rule.name).join(' and ') ?? '';
  return `The rules ${names} have the same priority: which comes first is not known.`;
}

/** Where a rule stands whose place is not known, as it lets in most or least. */
export function placed({ access }: SecurityRule, doubts: Reading['doubts']): 'first' | 'last' {
  return (access.toLowerCase() === 'allow') === (doubts === 'let in') ? 'first' : 'last';
}

function evaluate(rules: readonly PortRule[], context: ExposureContext, doubts: Reading['doubts']): Exposure {
  const reaches = reachesOf(rules, context, doubts);
  const sources = AddressSet.join(reaches.map((reach) => reach.sources));
  const publicIpv4Addresses = sources.ipv4Size;
  return {
    ...verdictOf(reaches, context.thresholds),
    sources,
    publicIpv4Addresses,
    publicIpv4Share: publicIpv4Addresses / publicIpv4Size,
    publicIpv6Share: Number(sources.ipv6Size) / publicIpv6Size,
    ...(context.hosts !== undefined && { hosts: hostsOpenIn(reaches, context.thresholds) }),
    rules: lettingIn(reaches, rules),
    shadowed: [...shadowedIn(reaches), ...passedIn(rules, reaches)],
    remarks: remarksOn(rules, context, reaches),
  };
}

function reachesOf(rules: readonly PortRule[], context: ExposureContext, doubts: Reading['doubts']): Reach[] {
  const having = (part: ExposureContext) => publicRules(rules, { doubts, routed: routedBy(part) });
  const [only = context, ...more] = partsByRoutes(context);
  const first = having(only);
  if (more.length === 0) return first.length === 0 ? [] : reachesIn(first, only, letsIpv6In(first));
  const parts = [[only, first] as const, ...more.map((part) => [part, having(part)] as const)];
  // Where somebody gets in to some hosts, the others count as those that nobody reaches.
  if (parts.every(([, some]) => some.length === 0)) return [];
  const withIpv6 = parts.some(([, some]) => letsIpv6In(some));
  return parts.flatMap(([part, some]) => reachesIn(some, part, withIpv6));
}

function letsIpv6In(rules: readonly PublicRule[]): boolean {
  return rules.some(({ allows, ipv6 }) => allows && !ipv6.isEmpty);
}

function reachesIn(rules: readonly PublicRule[], context: ExposureContext, withIpv6: boolean): Reach[] {
  return hostClasses(rules, context).flatMap((hosts) =>
    hosts.family === 6 && !withIpv6 ? [] : [reachOf(rules, hosts)],
  );
}

/** Hosts by the routes of their subnets: these widen the tag VirtualNetwork there and nowhere else. */
export function partsByRoutes(context: ExposureContext): readonly ExposureContext[] {
  const { hosts, routePrefixes = [] } = context;
  if (hosts === undefined || hosts.every((host) => host.routePrefixes === undefined)) return [context];
  const parts = Map.groupBy(hosts, (host) => (host.routePrefixes ?? routePrefixes).join(' '));
  return [...parts.values()].map((some) => {
    return { ...context, hosts: some, routePrefixes: some[0]?.routePrefixes ?? routePrefixes };
  });
}

function lettingIn(reaches: readonly Reach[], rules: readonly PortRule[]): SecurityRule[] {
  if (reaches.length < 2) return reaches[0]?.rules.map(({ rule }) => rule) ?? [];
  const letting = new Set(reaches.flatMap((reach) => reach.rules.map(({ rule }) => rule)));
  return rules.flatMap(({ rule }) => (letting.has(rule) ? [rule] : []));
}

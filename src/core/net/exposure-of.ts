import type { Nsg, SecurityRule } from '../facts.ts';
import { AddressSet } from './address-set.ts';
import type { Exposure, ExposureContext } from './exposure.ts';
import { hostClasses } from './host-classes.ts';
import { type PortRule, rulesAbout } from './port-rules.ts';
import { type PublicRule, publicRules, type Reading } from './public-rules.ts';
import { type Reach, reachOf } from './reach-of.ts';
import { routedBy } from './routed-by.ts';
import { remarksOn } from './rule-remarks.ts';
import { shadowedIn } from './shadowed-in.ts';
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
  if (doubtful === undefined) return most;
  const least = evaluate(
    rulesAbout(nsg.rules, context.port, (rule) => placed(rule, 'keep out')),
    context,
    'keep out',
  );
  if (least.verdict === most.verdict) return least;
  const because = doubtful.doubt ?? 'It has no priority.';
  return { ...least, verdict: 'unknown', because: `It hangs on the rule ${doubtful.rule.name}. ${because}` };
}

function placed({ access }: SecurityRule, doubts: Reading['doubts']): 'first' | 'last' {
  return (access.toLowerCase() === 'allow') === (doubts === 'let in') ? 'first' : 'last';
}

function evaluate(rules: readonly PortRule[], context: ExposureContext, doubts: Reading['doubts']): Exposure {
  const having = publicRules(rules, { doubts, routed: routedBy(context) });
  const reaches = having.length === 0 ? [] : reachesOf(having, context);
  const sources = AddressSet.join(reaches.map((reach) => reach.sources));
  const publicIpv4Addresses = sources.ipv4Size;
  return {
    ...verdictOf(reaches, context.thresholds),
    sources,
    publicIpv4Addresses,
    publicIpv4Share: publicIpv4Addresses / publicIpv4Size,
    publicIpv6Share: Number(sources.ipv6Size) / publicIpv6Size,
    ...(context.hosts !== undefined && { hosts: hostsOpenIn(reaches, context.thresholds) }),
    rules: lettingIn(reaches, having),
    shadowed: shadowedIn(reaches),
    remarks: remarksOn(rules, context, reaches),
  };
}

function reachesOf(rules: readonly PublicRule[], context: ExposureContext): Reach[] {
  const withIpv6 = rules.some(({ allows, ipv6 }) => allows && !ipv6.isEmpty);
  return hostClasses(rules, context).flatMap((hosts) =>
    hosts.family === 6 && !withIpv6 ? [] : [reachOf(rules, hosts)],
  );
}

function lettingIn(reaches: readonly Reach[], rules: readonly PublicRule[]): SecurityRule[] {
  if (reaches.length < 2) return reaches[0]?.rules.map(({ rule }) => rule) ?? [];
  const letting = new Set(reaches.flatMap((reach) => reach.rules));
  return rules.flatMap((entry) => (letting.has(entry) ? [entry.rule] : []));
}

import type { AdminRules, Nsg } from '../facts.ts';
import { AddressSet } from './address-set.ts';
import type { ExposureContext } from './exposure.ts';
import { placed } from './exposure-of.ts';
import type { HostClass } from './host-classes.ts';
import { isAbout } from './host-classes.ts';
import { rulesAbout } from './port-rules.ts';
import { portsHold } from './port-terms.ts';
import { allPublicRules, publicRules, type Reading } from './public-rules.ts';
import { publicIpv4, publicIpv6, publicSources } from './public-sources.ts';
import { reachOf } from './reach-of.ts';
import { routedBy } from './routed-by.ts';
import { ruleTerms } from './rule-terms.ts';
import { anySourcePort, type Part, type Step, type Walked, walkRules } from './walk-rules.ts';

/** Everybody on the internet, as they come to a host of this family. */
export function everybody({ family }: Pick<HostClass, 'family'>): readonly Part[] {
  return [{ sources: family === 4 ? publicIpv4 : publicIpv6, ports: anySourcePort }];
}

/** One host as the rules of several layers see it. */
export function hostAt(address: string, asgIds: readonly string[]): HostClass | undefined {
  const addresses = AddressSet.parse(address);
  if (addresses === undefined) return undefined;
  const ids = new Set(asgIds.map((id) => id.toLowerCase()));
  return { family: addresses.ipv4Size > 0 ? 4 : 6, addresses, asgIds: ids, weight: 1 };
}

/**
 * Who of those that come so far gets through one security group to a host.
 * @param doubts how a rule is read that is not understood
 */
export function throughNsg(
  { rules }: Pick<Nsg, 'rules'>,
  host: HostClass,
  context: ExposureContext,
  start: readonly Part[],
  doubts: Reading['doubts'],
): { readonly parts: readonly Part[]; readonly byCloudTag: boolean; stopper(): string | undefined } {
  const about = rulesAbout(rules, context.port, (rule) => placed(rule, doubts));
  const reading = { doubts, routed: routedBy(context) };
  const { parts, byCloudTag } = reachOf(publicRules(about, reading), host, start);
  return {
    parts,
    byCloudTag,
    stopper() {
      const { taken } = reachOf(allPublicRules(about, reading), host, start);
      const denies = taken.filter(({ entry }) => !entry.allows);
      return mostTaking(denies.map(({ entry: { rule }, took }) => ({ name: rule.name, took })));
    },
  };
}

/** The name of the rule that takes most addresses, of one family. */
function mostTaking(rules: readonly { readonly name: string; readonly took: AddressSet }[]): string | undefined {
  let most = { name: undefined as string | undefined, size: 0n };
  for (const { name, took } of rules) {
    const size = BigInt(took.ipv4Size) + took.ipv6Size;
    if (size > most.size) most = { name, size };
  }
  return most.name;
}

/** What admin rules let in for good (`in`), and what they leave to the security groups (`on`). */
export function throughAdminRules(
  { rules }: AdminRules,
  host: HostClass,
  port: number,
): Walked & { stopper(): string | undefined } {
  const steps = rules
    .filter(({ direction }) => direction.toLowerCase() === 'inbound')
    .toSorted((left, right) => left.priority - right.priority)
    .flatMap((rule): (Step & { readonly name: string })[] => {
      const terms = ruleTerms(rule, 'any');
      if (terms.tcp === false || portsHold(rule.destinationPorts, port) === false) return [];
      if (!isAbout({ destinations: terms.destinations }, host)) return [];
      const takes = publicSources(terms, host.family, AddressSet.empty);
      const access = rule.access.toLowerCase();
      const fate = access === 'deny' ? 'out' : access === 'alwaysallow' ? 'in' : 'on';
      return [{ name: rule.name, takes, ports: terms.sourcePorts.ports, fate }];
    });
  const walked = walkRules(steps, everybody(host));
  return {
    ...walked,
    stopper: () =>
      mostTaking(
        steps.flatMap(({ name, fate }, at) =>
          fate === 'out' ? [{ name, took: walked.took[at] ?? AddressSet.empty }] : [],
        ),
      ),
  };
}

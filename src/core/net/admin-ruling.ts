import type { AdminRule, AdminRules } from '../facts.ts';
import { AddressSet } from './address-set.ts';
import { decidingRule, doubtfulRule } from './deciding.ts';
import { type Decision, type Entry, judge } from './judge.ts';
import { ruleTerms } from './rule-terms.ts';
import type { AdminRuling, Flow } from './ruling.ts';

const parsed = new WeakMap<readonly AdminRule[], readonly Entry<AdminRule>[]>();

/**
 * What Virtual Network Manager's admin rules do with a flow before any network security group sees it: Deny shuts out and
 * AlwaysAllow lets in for good; Allow, and no rule at all, hand on to the groups.
 * https://learn.microsoft.com/azure/virtual-network-manager/concept-security-admins
 */
export function adminRuling({ rules }: AdminRules, flow: Flow): AdminRuling {
  const { decisions, passedOn } = judge(inboundEntries(rules), flow);
  const mayDeny = hitBy('deny', decisions);
  const mayForce = hitBy('alwaysallow', decisions);
  const mayPass = hitBy('allow', decisions).union(passedOn);
  const denied = mayDeny.subtract(mayForce).subtract(mayPass);
  const alwaysAllowed = mayForce.subtract(mayDeny).subtract(mayPass);
  const goesOn = mayPass.subtract(mayDeny).subtract(mayForce);

  const doubt = doubtfulRule(decisions, flow.sources.subtract(AddressSet.join([denied, alwaysAllowed, goesOn])));
  if (doubt !== undefined) return { access: 'undetermined', ...doubt };
  const denies = decidingRule(decisions, denied, (rule) => accessOf(rule) === 'deny');
  const forces = decidingRule(decisions, alwaysAllowed, (rule) => accessOf(rule) === 'alwaysallow');
  const settles = denies ?? forces;
  const outcomes = [denied, alwaysAllowed, goesOn].filter((sources) => !sources.isEmpty).length;
  if (settles !== undefined && outcomes > 1) {
    return { access: 'partly', denied, alwaysAllowed, passedOn: goesOn, rule: settles };
  }
  if (denies !== undefined) return { access: 'deny', rule: denies };
  if (forces !== undefined) return { access: 'always-allow', rule: forces };
  const allows = decidingRule(decisions, goesOn, (rule) => accessOf(rule) === 'allow');
  return { access: 'passes-on', rule: allows };
}

function accessOf(rule: AdminRule): string {
  return rule.access.toLowerCase();
}

function hitBy(access: string, decisions: readonly Decision<AdminRule>[]): AddressSet {
  return AddressSet.join(decisions.filter(({ rule }) => accessOf(rule) === access).map(({ hit }) => hit));
}

function inboundEntries(rules: readonly AdminRule[]): readonly Entry<AdminRule>[] {
  const cached = parsed.get(rules);
  if (cached !== undefined) return cached;
  const entries = rules
    .filter(({ direction }) => direction.toLowerCase() === 'inbound')
    .toSorted((left, right) => left.priority - right.priority)
    .map((rule) => ({ rule, terms: ruleTerms(rule, 'any') }));
  parsed.set(rules, entries);
  return entries;
}

import type { Nsg, SecurityRule } from '../facts.ts';
import { AddressSet } from './address-set.ts';
import { withDefaultRules } from './default-rules.ts';
import { type Decision, type Entry, judge } from './judge.ts';
import { ruleTerms } from './rule-terms.ts';
import type { Flow } from './ruling.ts';

/** What one network security group does with a flow's sources; each of them is in exactly one of the three sets. */
export interface NsgJudgement {
  readonly allowed: AddressSet;
  readonly denied: AddressSet;
  /** Allowed or denied, depending on something that the rules do not say. */
  readonly unsure: AddressSet;
  /** In the order of the rules. */
  readonly decisions: readonly Decision<SecurityRule>[];
}

const parsed = new WeakMap<readonly SecurityRule[], readonly Entry<SecurityRule>[]>();

/** Inbound rules by ascending priority, the first match decides. A group's rules are parsed once, so they must not change. */
export function judgeNsg(nsg: Pick<Nsg, 'rules'>, flow: Flow): NsgJudgement {
  const { decisions } = judge(inboundEntries(nsg.rules), flow);
  const mayAllow = hitBy('allow', decisions);
  const mayDeny = hitBy('deny', decisions);
  return {
    allowed: mayAllow.subtract(mayDeny),
    denied: mayDeny.subtract(mayAllow),
    unsure: mayAllow.intersect(mayDeny),
    decisions,
  };
}

/** Whether a rule lets in or shuts out, whatever case Azure wrote it in. */
export function accessOf(rule: SecurityRule): 'allow' | 'deny' {
  return rule.access.toLowerCase() === 'allow' ? 'allow' : 'deny';
}

function hitBy(access: 'allow' | 'deny', decisions: readonly Decision<SecurityRule>[]): AddressSet {
  return AddressSet.join(decisions.filter(({ rule }) => accessOf(rule) === access).map(({ hit }) => hit));
}

function inboundEntries(rules: readonly SecurityRule[]): readonly Entry<SecurityRule>[] {
  const cached = parsed.get(rules);
  if (cached !== undefined) return cached;
  const entries = withDefaultRules(rules)
    .filter(({ direction }) => direction.toLowerCase() === 'inbound')
    .toSorted((left, right) => left.priority - right.priority)
    .map((rule) => ({ rule, terms: ruleTerms(rule, 'unclear') }));
  parsed.set(rules, entries);
  return entries;
}

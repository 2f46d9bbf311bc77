import type { Nsg } from '../facts.ts';
import { decidingRule, doubtfulRule } from './deciding.ts';
import { accessOf, judgeNsg } from './judge-nsg.ts';
import type { Flow, Ruling } from './ruling.ts';

/**
 * What one network security group does with a flow, and by which rule.
 * Of a split range the rule named is the first that shuts some of it out; of an open answer, the first that leaves it open.
 *
 * @throws RangeError when the flow has no sources.
 */
export function rulingOf(nsg: Pick<Nsg, 'rules'>, flow: Flow): Ruling {
  const { allowed, denied, unsure, decisions } = judgeNsg(nsg, flow);
  const doubt = doubtfulRule(decisions, unsure);
  if (doubt !== undefined) return { access: 'undetermined', ...doubt };
  const denies = decidingRule(decisions, denied, (rule) => accessOf(rule) === 'deny');
  if (denies !== undefined && !allowed.isEmpty) return { access: 'partly', allowed, denied, rule: denies };
  if (denies !== undefined) return { access: 'deny', rule: denies };
  const allows = decidingRule(decisions, allowed, (rule) => accessOf(rule) === 'allow');
  if (allows !== undefined) return { access: 'allow', rule: allows };
  throw new Error('The default rules decide every flow.');
}

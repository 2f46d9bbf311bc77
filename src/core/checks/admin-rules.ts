import { adminRuling } from '../net/admin-ruling.ts';
import { code, inert } from '../text/escape.ts';
import { adminRulesAt } from './admin-rules-at.ts';
import type { Check, Outcome } from './check.ts';
import { outOfReach } from './out-of-reach.ts';
import { listWords, unknownOutcome } from './sentences.ts';
import { flowTo } from './target.ts';
import { targetOf } from './target-of.ts';
import { unreadNics } from './unread-nics.ts';

const askThem = 'Ask whoever runs Virtual Network Manager in your company; a security group cannot override it.';

/** Virtual Network Manager's rules come before the security groups, and few bots may read them. */
export const adminRules: Check = {
  id: 'admin-rules',
  title: 'Virtual Network Manager does not shut you out',
  evaluate({ facts, from, port }): Outcome {
    const target = targetOf(facts, from, port);
    if (target === undefined) return unreadNics(facts);
    const unreached = outOfReach(target, from);
    if (unreached !== undefined) return unreached;
    const rules = adminRulesAt(facts, target);
    const { subnet } = target.ipConfiguration;
    if (rules === undefined && subnet?.kind === 'unreadable') {
      return unknownOutcome('Whether Virtual Network Manager has rules here is not known', subnet);
    }
    if (rules === undefined) return { status: 'pass', summary: 'Virtual Network Manager has no rules here' };
    if (rules.kind === 'unreadable') return unknownOutcome("Virtual Network Manager's rules could not be read", rules);
    const ruling = adminRuling(rules, flowTo(target, from, port));
    switch (ruling.access) {
      case 'deny':
        return {
          status: 'fail',
          summary: `Virtual Network Manager shuts ${code(from)} out`,
          because: denied(ruling.rule),
          todo: askThem,
        };
      case 'partly':
        return ruling.denied.isEmpty
          ? { status: 'pass', summary: 'Virtual Network Manager does not shut you out' }
          : {
              status: 'fail',
              summary: `Virtual Network Manager shuts a part of ${code(from)} out: ${listWords(ruling.denied.toCidrs())}`,
              because: denied(ruling.rule),
              todo: askThem,
            };
      case 'undetermined':
        return {
          status: 'unknown',
          summary: 'Whether Virtual Network Manager shuts you out cannot be told',
          because: `It hangs on its rule ${code(ruling.rule.name)}: ${inert(ruling.because)}`,
          todo: askThem,
        };
      case 'always-allow':
        return {
          status: 'pass',
          summary: `Virtual Network Manager always lets ${code(from)} in`,
          because: `By its rule ${code(ruling.rule.name)}.`,
        };
      case 'passes-on':
        return { status: 'pass', summary: 'Virtual Network Manager leaves it to the security groups' };
    }
  },
};

function denied(rule: { readonly name: string; readonly priority: number }): string {
  return `Denied by its rule ${code(rule.name)} (priority ${rule.priority}), before any security group is asked.`;
}

import type { Nsg, SecurityRule } from '../facts.ts';
import type { Exposure } from '../net/exposure.ts';
import type { NsgFacts } from '../nsg-facts.ts';
import { exposureOfThese, isExposed } from './group-exposure.ts';

/**
 * The rules that a Deny has to stand in front of, by ascending priority: those that expose the port by themselves, so that
 * an office's allow-list in front of them stays. Where only several short lists together expose it, all of them.
 */
export function openingRules(
  facts: NsgFacts,
  rules: Nsg['rules'],
  exposure: Exposure,
  port: number,
): readonly SecurityRule[] {
  const custom = new Set(exposure.rules.filter((rule) => opensAlone(facts, rule, port)));
  if (custom.size === 0) return exposure.rules;
  const first = Math.min(...[...custom].map(({ priority }) => priority));
  const inFront = rules.filter(({ priority, direction }) => priority < first && direction.toLowerCase() === 'inbound');
  // What stands in front of the Deny goes on letting in: only if that is no more than a short list it may stay.
  return isExposed(exposureOfThese(facts, inFront, port)) ? exposure.rules : [...custom];
}

function opensAlone(facts: NsgFacts, rule: SecurityRule, port: number): boolean {
  return rule.isDefault || isExposed(exposureOfThese(facts, [rule], port));
}

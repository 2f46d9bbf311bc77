import type { Nsg, SecurityRule } from '../facts.ts';
import type { Exposure } from '../net/exposure.ts';
import { exposureOfThese, type Grounds, isExposed } from './group-exposure.ts';

/**
 * The rules that a Deny has to stand in front of, by ascending priority: those that expose the port by themselves, so that
 * an office's allow-list in front of them stays, and one behind them wherever it names others. Where only several short
 * lists together expose it, those too.
 */
export function openingRules(
  grounds: Grounds,
  rules: Nsg['rules'],
  exposure: Exposure,
  port: number,
): readonly SecurityRule[] {
  const [only, ...more] = exposure.rules;
  if (only === undefined || more.length === 0) return exposure.rules;
  const alone = exposure.rules.filter((rule) => opensAlone(grounds, rule, port));
  if (alone.length === 0) return exposure.rules;
  const first = Math.min(...alone.map(({ priority }) => priority));
  const isFine = (some: Nsg['rules']) => !isExposed(exposureOfThese(grounds, some, port));
  const others = rules.filter(
    (rule) => !alone.includes(rule) && rule.direction.toLowerCase() === 'inbound' && !rule.isDefault,
  );
  // What is not shut out goes on letting in: only if that is no more than a short list it may stay.
  if (isFine(others)) return alone;
  if (isFine(others.filter(({ priority }) => priority < first)))
    return exposure.rules.filter(({ priority }) => priority >= first);
  return exposure.rules;
}

function opensAlone(grounds: Grounds, rule: SecurityRule, port: number): boolean {
  return rule.isDefault || isExposed(exposureOfThese(grounds, [rule], port));
}

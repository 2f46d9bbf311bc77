import type { AddressSet } from './address-set.ts';
import type { Decision } from './judge.ts';

/** The rule to name for a certain answer: the first that surely settles some of the sources, else the first that has a part in it. */
export function decidingRule<Rule>(
  decisions: readonly Decision<Rule>[],
  sources: AddressSet,
  gives: (rule: Rule) => boolean,
): Rule | undefined {
  const parts = decisions.filter(({ rule, hit }) => gives(rule) && hit.overlaps(sources));
  return (parts.find(({ sure }) => sure.overlaps(sources)) ?? parts[0])?.rule;
}

/** The first rule that may, but need not, take some of the sources, and why that cannot be told. */
export function doubtfulRule<Rule>(
  decisions: readonly Decision<Rule>[],
  sources: AddressSet,
): { readonly rule: Rule; readonly because: string } | undefined {
  for (const { rule, hit, because } of decisions) {
    if (because !== undefined && hit.overlaps(sources)) return { rule, because };
  }
  return undefined;
}

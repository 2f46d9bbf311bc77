import { code, truncate } from '../text/escape.ts';

/**
 * Rules of others whose effect a plan changes although it does not write them, a text each. They are a part of the plan,
 * and so of what is approved: who was not told to lose access does not lose it, and nobody is let in unseen.
 */
export interface Bystanders {
  /** They let nobody in any more, or not everywhere. */
  readonly lose: readonly string[];
  /** They let in as before. */
  readonly keep: readonly string[];
  /** They let in again. */
  readonly gain: readonly string[];
}

const none: Bystanders = { lose: [], keep: [], gain: [] };
const longest = 200;

/** What would become of others that was not approved, a sentence each; what is less than that needs nobody's approval. */
export function bystanderDifference(approved: Bystanders = none, now: Bystanders = none): string[] {
  const told = (rules: readonly string[], of: readonly string[]) =>
    rules.filter((each) => !of.includes(each)).map(shown);
  return [
    ...told(now.lose, approved.lose).map((rule) => `The rule ${rule} would lose by it, which was not told.`),
    ...told(approved.keep, now.keep).map((rule) => `The rule ${rule} would not keep what it lets in, as was told.`),
    ...told(now.gain, approved.gain).map((rule) => `The rule ${rule} would let in again, which was not told.`),
  ];
}

/** For whoever approves it; '' where there are none. */
export function bystanderText({ lose, keep, gain }: Bystanders): string {
  return [
    ...listed('Rules that lose by it:', lose),
    ...listed('Rules that keep what they let in:', keep),
    ...listed('Rules that let in again:', gain),
  ].join('\n');
}

function listed(heading: string, rules: readonly string[]): readonly string[] {
  return rules.length === 0 ? [] : [heading, ...rules.map((each) => `  ${each}`)];
}

function shown(rule: string): string {
  return code(truncate(rule, longest));
}

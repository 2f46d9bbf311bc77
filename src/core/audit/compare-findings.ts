import type { Verdict } from '../net/exposure.ts';
import type { Waiver } from './audit-run.ts';
import type { Finding } from './finding.ts';
import { type Severity, severities } from './severity.ts';

export type Comparison = 'worse' | 'better' | 'unchanged';

/**
 * How a finding stands against itself in an earlier run. Worse in anything is worse: severity, verdict, or at least twice as
 * many public addresses. What is only no longer known is not better.
 */
export function compareFindings(before: Finding, now: Finding): Comparison {
  if (isWorseThan(now, before) || verdictStep(before.verdict, now.verdict) === 'worse') return 'worse';
  if (!isCertain(now)) return 'unchanged';
  const isBetter = isWorseThan(before, now) || verdictStep(before.verdict, now.verdict) === 'better';
  return isBetter ? 'better' : 'unchanged';
}

/** Whether it is worse than something was, by severity or by who gets in. */
export function isWorseThan(now: Waiver['covers'], then: Waiver['covers']): boolean {
  if (rank(now.severity) < rank(then.severity)) return true;
  return now.publicIpv4Addresses > 0 && now.publicIpv4Addresses >= 2 * then.publicIpv4Addresses;
}

function rank(severity: Severity): number {
  return severities.indexOf(severity);
}

/** From the worst to the best. `unknown` has no rank of its own: it hides anything from open to closed. */
const known: readonly Verdict[] = ['open', 'partial', 'narrow', 'closed'];

function verdictStep(before: Verdict, now: Verdict): Comparison {
  if (before === now) return 'unchanged';
  if (now === 'unknown') return isShut(before) ? 'worse' : 'unchanged';
  if (before === 'unknown') return isShut(now) ? 'better' : 'worse';
  return known.indexOf(now) < known.indexOf(before) ? 'worse' : 'better';
}

function isShut(verdict: Verdict): boolean {
  return verdict === 'narrow' || verdict === 'closed';
}

function isCertain({ verdict, paths }: Finding): boolean {
  return verdict !== 'unknown' && paths.every(({ isOpen }) => isOpen !== 'unknown');
}

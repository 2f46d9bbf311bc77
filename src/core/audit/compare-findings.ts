import type { ExposureKind, Verdict } from '../net/exposure.ts';
import type { Waiver } from './audit-run.ts';
import type { Extent } from './extent.ts';
import type { Finding } from './finding.ts';
import { type Severity, severities } from './severity.ts';

export type Comparison = 'worse' | 'better' | 'unchanged';

/**
 * How a finding stands against itself in an earlier run. Worse in anything is worse: severity, verdict, a kind of exposure
 * that was not there, or at least twice as much of the internet or as many hosts. What is only no longer known is neither
 * worse nor better.
 */
export function compareFindings(before: Extent, now: Finding): Comparison {
  const isWorse = !isLessKnown(now, before) && verdictStep(before.verdict, now.verdict) === 'worse';
  if (isWorse || isKnownWorseThan(now, before)) return 'worse';
  if (!isOpenKnown(now)) return 'unchanged';
  const isBetter = isWorseThan(before, now) || verdictStep(before.verdict, now.verdict) === 'better';
  return isBetter ? 'better' : 'unchanged';
}

/** Whether all is known that its severity hangs on. */
export function isCertain(finding: Finding): boolean {
  return isOpenKnown(finding) && finding.atLeast === undefined;
}

function isOpenKnown({ verdict, paths }: Finding): boolean {
  return verdict !== 'unknown' && paths.every(({ isOpen }) => isOpen !== 'unknown');
}

/** Whether it is worse than something was, by what is known of it. */
export function isKnownWorseThan(now: Finding, then: Waiver['covers']): boolean {
  const severity = now.atLeast ?? now.severity;
  if (isLessKnown(now, then)) return rank(severity) < rank(then.severity);
  return isWorseThan({ ...now, severity }, then);
}

/** Which hosts there are was known and is no longer: what might be let in to others is no news. */
function isLessKnown({ hosts }: Finding, then: Waiver['covers']): boolean {
  return hosts === undefined && then.hosts !== undefined;
}

/** Whether it is worse than something was, by severity, or by who gets in where. */
function isWorseThan(now: Extent, then: Waiver['covers']): boolean {
  return (
    rank(now.severity) < rank(then.severity) ||
    isWider(now, then.kinds) ||
    isTwice(now.publicIpv4Addresses, then.publicIpv4Addresses) ||
    isTwice(now.publicIpv6Share, then.publicIpv6Share) ||
    isTwice(now.hosts, then.hosts)
  );
}

function rank(severity: Severity): number {
  return severities.indexOf(severity);
}

/** Not where one of them is not known. */
function isTwice(now: number | undefined, then: number | undefined): boolean {
  return now !== undefined && then !== undefined && now > 0 && now >= 2 * then;
}

/** Those that let in whom none of the others does. Parts of the internet and IPv6 are told by how much of it gets in. */
const widening: readonly ExposureKind[] = ['all-internet', 'azure-cloud', 'virtual-network-route'];

function isWider({ kinds, verdict }: Extent, then: readonly ExposureKind[] | undefined): boolean {
  if (then === undefined) return false;
  const isAdded = kinds.some((kind) => widening.includes(kind) && !then.includes(kind));
  if (isAdded && !then.includes('all-internet')) return true;
  // To all hosts where it was some: not where nobody gets in any more.
  const isToAll = (verdict === 'open' || verdict === 'partial') && !kinds.includes('some-destinations');
  const isOverIpv4 = kinds.includes('all-internet') || kinds.includes('source-range');
  return then.includes('some-destinations') && isToAll && isOverIpv4;
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

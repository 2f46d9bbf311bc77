import type { AuditRun, TrackedFinding } from './audit-run.ts';
import { isAtLeast, type Severity, severities } from './severity.ts';

/** A run's findings, sorted into what a report tells apart. */
export interface Glance {
  /** Open at the moment and not waived, critical to medium: what calls for somebody first, then the worst first. */
  readonly doors: readonly TrackedFinding[];
  /** There at the moment and not waived, but no open door: low and info. */
  readonly minor: readonly TrackedFinding[];
  readonly waived: readonly TrackedFinding[];
  /** Of doors and minor together. */
  readonly counts: Readonly<Record<Severity, number>>;
  /** Of the doors: those for which people are called. */
  readonly calls: readonly TrackedFinding[];
  readonly resolved: readonly TrackedFinding[];
  readonly vanished: readonly TrackedFinding[];
  /** In what could not be read this time. */
  readonly unknown: readonly TrackedFinding[];
}

export function glanceOf({ findings }: Pick<AuditRun, 'findings'>): Glance {
  const gone = (change: TrackedFinding['change']) => findings.filter((each) => each.change === change);
  const present = findings.filter(isPresent);
  const standing = present.filter(({ waiver }) => waiver === undefined).toSorted(worstFirst);
  const doors = standing.filter(({ finding }) => isAtLeast(finding.severity, 'medium'));
  const calls = doors.filter(callsSomebody);
  return {
    doors: [...calls, ...doors.filter((each) => !callsSomebody(each))],
    minor: standing.filter(({ finding }) => !isAtLeast(finding.severity, 'medium')),
    waived: present.filter(({ waiver }) => waiver !== undefined),
    counts: countsOf(standing),
    calls,
    resolved: gone('resolved'),
    vanished: gone('vanished'),
    unknown: gone('unknown'),
  };
}

function isPresent({ change }: TrackedFinding): boolean {
  return change !== 'resolved' && change !== 'vanished' && change !== 'unknown';
}

/** New, worse, or back because its waiver does not hold any more. */
function callsSomebody({ change, lapsedWaiver }: TrackedFinding): boolean {
  return change === 'new' || change === 'worse' || lapsedWaiver !== undefined;
}

function worstFirst(a: TrackedFinding, b: TrackedFinding): number {
  return (
    severities.indexOf(a.finding.severity) - severities.indexOf(b.finding.severity) ||
    b.finding.publicIpv4Addresses - a.finding.publicIpv4Addresses ||
    (a.finding.key < b.finding.key ? -1 : 1)
  );
}

function countsOf(findings: readonly TrackedFinding[]): Record<Severity, number> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const { finding } of findings) counts[finding.severity] += 1;
  return counts;
}

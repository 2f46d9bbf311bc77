import type { TrackedFinding } from './audit-run.ts';
import { isThere } from './is-door.ts';
import { type Severity, severities } from './severity.ts';

/** How many findings there are of each severity, without those that are waived or gone. */
export function countsOf(tracked: readonly TrackedFinding[]): Readonly<Record<Severity, number>> {
  const counts = Object.fromEntries(severities.map((severity) => [severity, 0])) as Record<Severity, number>;
  for (const each of tracked) {
    if (isThere(each) && each.waiver === undefined) counts[each.finding.severity] += 1;
  }
  return counts;
}

import type { AuditRun, TrendPoint } from './audit-run.ts';
import { countsOf } from './counts-of.ts';
import { isThere } from './is-door.ts';

/** A run as the picture of the last runs shows it. */
export function trendPoint({ startedAtMs, survey, findings }: AuditRun): TrendPoint {
  return {
    atMs: startedAtMs,
    status: survey.status,
    counts: countsOf(findings),
    waived: findings.filter((each) => isThere(each) && each.waiver !== undefined).length,
  };
}

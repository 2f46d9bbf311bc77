import type { AuditRun, Waiver } from './audit-run.ts';
import { isThere } from './is-door.ts';
import { waivedBy } from './waived-by.ts';

/** A run with the waivers as they are now: also those that were given or taken back after it. */
export function withWaivers(run: AuditRun, waivers: readonly Waiver[], nowMs: number): AuditRun {
  const waiversOf = Map.groupBy(waivers, ({ key }) => key);
  const findings = run.findings.map((each) => {
    if (!isThere(each)) return each;
    const { waiver, lapsedWaiver, ...tracked } = each;
    const own = waiversOf.get(each.finding.key) ?? [];
    return { ...tracked, ...waivedBy(each, waiver ?? lapsedWaiver, own, nowMs) };
  });
  return { ...run, findings };
}

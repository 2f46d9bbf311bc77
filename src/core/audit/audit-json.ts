import { isoSecond } from '../text/iso-time.ts';
import type { AuditRun } from './audit-run.ts';
import { findingRef } from './finding-ref.ts';
import type { LastChange } from './last-change.ts';

/**
 * A run as a JSON document for other programs: times are UTC to the second, shares are 0 to 1. What a run says of itself
 * comes first, then one object a finding, in the order of the run.
 */
export function auditJson({ survey, findings, ...run }: AuditRun): string {
  const { trigger } = run;
  const document = {
    run: {
      id: run.id,
      trigger: trigger.kind === 'schedule' ? { kind: 'schedule', slot: isoSecond(trigger.slotMs) } : trigger,
      startedAt: isoSecond(run.startedAtMs),
      endedAt: isoSecond(run.endedAtMs),
      status: survey.status,
      subscriptions: survey.subscriptions,
      counts: survey.counts,
      notEvaluated: survey.notEvaluated,
    },
    findings: findings.map(({ finding, change, firstSeenAtMs, before, lastChange, waiver, lapsedWaiver }) => ({
      ref: findingRef(finding.key),
      change,
      firstSeenAt: isoSecond(firstSeenAtMs),
      ...(before !== undefined && { before }),
      ...(lastChange !== undefined && { lastChange: changeOf(lastChange) }),
      ...(waiver !== undefined && { waiver: waiverOf(waiver) }),
      ...(lapsedWaiver !== undefined && { lapsedWaiver: waiverOf(lapsedWaiver) }),
      ...finding,
    })),
    openedByDrawbridge: survey.grants.map(({ closesAtMs, ...grant }) => ({
      ...grant,
      ...(closesAtMs !== undefined && { closesAt: isoSecond(closesAtMs) }),
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function changeOf({ atMs, ...change }: LastChange) {
  return { ...change, at: isoSecond(atMs) };
}

function waiverOf({ by, reason, atMs, untilMs, covers }: NonNullable<AuditRun['findings'][number]['waiver']>) {
  return { by, reason, at: isoSecond(atMs), until: isoSecond(untilMs), covers };
}

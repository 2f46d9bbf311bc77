import type { AuditRun, TrackedFinding } from './audit-run.ts';
import { compareRuns } from './compare-runs.ts';
import { isThere } from './is-door.ts';

/**
 * A run as a place is told of it that heard of other runs than the one before: every change is since it was told last. What
 * a run that nobody there heard of found is new there, and what became worse meanwhile is worse.
 *
 * @param told what the place knows (`knownThere`); empty: it was never told anything
 */
export function sinceTold(told: readonly TrackedFinding[], run: AuditRun): AuditRun {
  const read = run.findings.filter((each) => isThere(each) && each.change !== 'unknown');
  const survey = {
    ...run.survey,
    findings: read.map(({ finding }) => finding),
    vanished: run.gone?.vanished ?? [],
    healed: run.gone?.healed ?? [],
  };
  const inRun = new Map(run.findings.map((each) => [each.finding.key, each]));
  const since = compareRuns(told, survey, [], run.endedAtMs).map((each) =>
    asDecided(each, inRun.get(each.finding.key)),
  );
  const shown = new Set(since.map(({ finding }) => finding.key));
  const unheard = run.findings.filter(({ finding, change }) => change === 'unknown' && !shown.has(finding.key));
  return { ...run, findings: [...since, ...unheard] };
}

/** Which waivers hold, since when a finding is there and who changed it was found out with the run. */
function asDecided({ lapsedWaiver, ...tracked }: TrackedFinding, inRun: TrackedFinding | undefined): TrackedFinding {
  const waiver = inRun?.waiver;
  const lastChange = tracked.change === 'new' || tracked.change === 'worse' ? inRun?.lastChange : undefined;
  return {
    ...tracked,
    ...(lastChange && { lastChange }),
    firstSeenAtMs: inRun?.firstSeenAtMs ?? tracked.firstSeenAtMs,
    ...(waiver ? { waiver } : lapsedWaiver && { lapsedWaiver }),
  };
}

/**
 * What a place knows once it was told. What it never heard of and cannot be read now is not known there: it is new when it
 * can be read.
 *
 * @param shown what `sinceTold` made of `told`
 */
export function knownThere(told: readonly TrackedFinding[], shown: readonly TrackedFinding[]): TrackedFinding[] {
  const heard = new Set(told.map(({ finding }) => finding.key));
  return shown.filter((each) => isThere(each) && (each.change !== 'unknown' || heard.has(each.finding.key)));
}

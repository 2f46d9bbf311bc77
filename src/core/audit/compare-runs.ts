import type { Change, Survey, TrackedFinding, Waiver } from './audit-run.ts';
import { compareFindings, isCertain } from './compare-findings.ts';
import { extentOf } from './extent.ts';
import type { Finding } from './finding.ts';
import { isThere } from './is-door.ts';
import { waivedBy } from './waived-by.ts';

/**
 * What became of each finding since the run before: those of this run in their order, then those that are gone or could not
 * be read. What is resolved or vanished is told once and then forgotten; what could not be read stays, and is compared when
 * it can be read again.
 *
 * @param before of the last run, whatever its status: what that one could not read, it kept
 */
export function compareRuns(
  before: readonly TrackedFinding[],
  survey: Survey,
  waivers: readonly Waiver[],
  nowMs: number,
): TrackedFinding[] {
  const known = new Map(before.filter(isThere).map((each) => [each.finding.key, each]));
  const found = new Map(survey.findings.map((each) => [each.key, each]));
  const isAnswered = answeredBy(survey);
  const waiversOf = Map.groupBy(waivers, ({ key }) => key);
  const current = [...found.values()].map((finding) => {
    const own = waiversOf.get(finding.key) ?? [];
    return track(finding, known.get(finding.key), isAnswered(finding), own, nowMs);
  });
  const missing = [...known.values()].filter(({ finding }) => !found.has(finding.key));
  const rest = missing.map((each): TrackedFinding => {
    const { finding, firstSeenAtMs } = each;
    const change = isAnswered(finding) ? goneIn(survey, finding.key) : 'unknown';
    if (change === 'unknown') return keep(each, waiversOf.get(finding.key) ?? [], nowMs);
    return { finding, change, firstSeenAtMs };
  });
  return [...current.filter(isOfThisRun), ...current.filter((each) => !isOfThisRun(each)), ...rest];
}

function isOfThisRun({ change }: TrackedFinding): boolean {
  return change !== 'unknown';
}

/** That a subscription is gone is an answer; one that is not even listed tells nothing. */
function answeredBy({ status, subscriptions }: Survey): (finding: Finding) => boolean {
  const lower = (ids: readonly { readonly id: string }[]) => new Set(ids.map(({ id }) => id.toLowerCase()));
  const answered = lower([...subscriptions.answered, ...(subscriptions.gone ?? [])]);
  const unread = lower(subscriptions.unread);
  return ({ subscriptionId }) => {
    const id = subscriptionId.toLowerCase();
    return status !== 'failed' && answered.has(id) && !unread.has(id);
  };
}

function goneIn({ vanished, healed }: Survey, key: string): Change {
  if (vanished.includes(key)) return 'vanished';
  return healed.includes(key) ? 'resolved' : 'unknown';
}

function track(
  finding: Finding,
  before: TrackedFinding | undefined,
  isAnswered: boolean,
  waivers: readonly Waiver[],
  nowMs: number,
): TrackedFinding {
  // Waivers of a finding that was gone meanwhile were for another door.
  if (before === undefined) return { finding, change: 'new', firstSeenAtMs: nowMs };
  const was = before.lastKnown ?? before.finding;
  const change = compareFindings(was, finding);
  // What makes it bad may be among what was not read.
  if (change === 'better' && !isAnswered) return keep(before, waivers, nowMs);
  const { firstSeenAtMs } = before;
  const waived = waivedBy({ finding, firstSeenAtMs }, heldBefore(before), waivers, nowMs);
  if (change !== 'unchanged') return { finding, change, firstSeenAtMs, before: extentOf(was), ...waived };
  return { finding, change, firstSeenAtMs, ...(!isCertain(finding) && { lastKnown: extentOf(was) }), ...waived };
}

/** It stays as it was known, with the waiver that lapsed meanwhile: that counts once it can be read again. */
function keep(before: TrackedFinding, waivers: readonly Waiver[], nowMs: number): TrackedFinding {
  const { finding, firstSeenAtMs, lastKnown } = before;
  const waived = waivedBy(before, heldBefore(before), waivers, nowMs);
  return { finding, change: 'unknown', firstSeenAtMs, ...(lastKnown && { lastKnown }), ...waived };
}

function heldBefore({ change, waiver, lapsedWaiver }: TrackedFinding): Waiver | undefined {
  return waiver ?? (change === 'unknown' ? lapsedWaiver : undefined);
}

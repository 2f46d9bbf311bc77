import type { TrackedFinding, Waiver } from './audit-run.ts';
import { isKnownWorseThan } from './compare-findings.ts';

type Waived = Pick<TrackedFinding, 'waiver' | 'lapsedWaiver'>;

/**
 * The waiver that holds for a finding: the newest, until its end, as long as the finding is not worse than what was waived,
 * and only for a finding that was there all the time since. One that held in the run before and does so no more, or was
 * taken back, has lapsed.
 *
 * @param held the waiver that the run before knew of
 * @param waivers of this finding, in any order
 */
export function waivedBy(
  { finding, firstSeenAtMs }: Pick<TrackedFinding, 'finding' | 'firstSeenAtMs'>,
  held: Waiver | undefined,
  waivers: readonly Waiver[],
  nowMs: number,
): Waived {
  const [newest] = waivers.toSorted((left, right) => right.atMs - left.atMs || right.untilMs - left.untilMs);
  if (newest !== undefined && holds(newest, firstSeenAtMs, nowMs) && !isKnownWorseThan(finding, newest.covers))
    return { waiver: newest };
  return held === undefined ? {} : { lapsedWaiver: held };
}

function holds({ atMs, untilMs }: Waiver, firstSeenAtMs: number, nowMs: number): boolean {
  return firstSeenAtMs <= atMs && nowMs < untilMs;
}

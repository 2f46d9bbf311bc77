import type { TrackedFinding, Waiver } from './audit-run.ts';
import { isWorseThan } from './compare-findings.ts';
import type { Finding } from './finding.ts';

type Waived = Pick<TrackedFinding, 'waiver' | 'lapsedWaiver'>;

/**
 * The waiver that holds for a finding: until its end, and as long as the finding is not worse than what was waived. One that
 * held in the run before and does so no more, or was taken back, has lapsed.
 *
 * @param before what the run before knew of it
 * @param waivers of this finding, in any order
 */
export function waivedBy(
  finding: Finding,
  before: Waived | undefined,
  waivers: readonly Waiver[],
  nowMs: number,
): Waived {
  const [waiver] = waivers
    .filter(({ untilMs, covers }) => nowMs < untilMs && !isWorseThan(finding, covers))
    .toSorted((left, right) => right.untilMs - left.untilMs);
  if (waiver !== undefined) return { waiver };
  return before?.waiver === undefined ? {} : { lapsedWaiver: before.waiver };
}

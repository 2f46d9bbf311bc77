import type { AuditRun, TrackedFinding } from '../core/audit/audit-run.ts';
import { findingRef } from '../core/audit/finding-ref.ts';
import { isThere } from '../core/audit/is-door.ts';
import { withWaivers } from '../core/audit/with-waivers.ts';
import { refuse } from '../core/text/refusal.ts';
import type { Tools } from './subcommand.ts';

/** The last run that was written down, with the waivers that hold now. */
export async function lastRun({ store, clock }: Pick<Tools, 'store' | 'clock'>): Promise<AuditRun | undefined> {
  const [run] = await store.audits.last(1);
  const nowMs = clock.now();
  return run && withWaivers(run, await store.audits.waivers(nowMs), nowMs);
}

/** What the last run found under a button's short id, if it is there still. */
export async function lastFinding(
  ref: string,
  tools: Pick<Tools, 'store' | 'clock'>,
): Promise<TrackedFinding | undefined> {
  const run = await lastRun(tools);
  return run && findingIn(run, ref);
}

/** What a run found under a short id, if that was there. */
export function findingIn({ findings }: Pick<AuditRun, 'findings'>, ref: string): TrackedFinding | undefined {
  return findings.find((each) => isThere(each) && findingRef(each.finding.key) === ref);
}

export const findingGone = refuse(
  'The last audit does not have this finding any more.',
  'Type `/vm audit last` to see what is open now.',
);

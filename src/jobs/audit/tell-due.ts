import type { Telling } from '../../store/audit-store.ts';
import { type AuditParts, tellLeaseMs } from './audit-parts.ts';
import { tellRun } from './tell-run.ts';

type TellParts = AuditParts & { readonly signal: AbortSignal };

const againAfterMs = 20_000;
const longestPauseMs = 3_600_000;
/** So long a report is of use; a newer run takes its place before. */
const ofUseMs = 86_400_000;

/** Tells every place what is due there. What one does not take keeps no other from being told, and no audit from running. */
export async function tellDue(parts: TellParts): Promise<void> {
  const { store, owner, clock } = parts;
  while (!parts.signal.aborted) {
    const telling = await store.audits.claimTelling({ owner, nowMs: clock.now(), leaseMs: tellLeaseMs });
    if (telling === undefined) return;
    await tell(telling, parts);
  }
}

async function tell(telling: Telling, parts: TellParts): Promise<void> {
  const { store, clock, log, owner } = parts;
  const { runId: audit, place } = telling;
  let isLate = false;
  try {
    const run = await store.audits.run(audit);
    isLate = run === undefined || clock.now() - run.endedAtMs > ofUseMs;
    if (run !== undefined) return await tellRun(run, telling, parts, isLate);
  } catch (error) {
    if (parts.signal.aborted) return store.audits.postpone(telling, owner, clock.now());
    log.error({ err: error, audit, place }, 'an audit could not be told');
  }
  if (!isLate) return store.audits.postpone(telling, owner, clock.now() + pauseMs(telling.tries));
  log.error({ audit, place }, 'an audit is not told any more: it is a day old, or cannot be read');
  await store.audits.told(telling, owner);
}

/** Longer each time. */
function pauseMs(tries: number): number {
  return Math.min(againAfterMs * 2 ** (tries - 1), longestPauseMs);
}

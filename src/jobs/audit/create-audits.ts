import type { AuditRun } from '../../core/audit/audit-run.ts';
import type { SurveyProgress } from '../../core/audit/survey-options.ts';
import { slotDue } from '../../cron/slot-due.ts';
import { wakeByCron } from '../../cron/wake-by-cron.ts';
import { leaseIsOver } from '../../store/audit-lease.ts';
import type { ActiveAudit } from '../../store/audit-store.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import { type AuditParts, auditLeaseMs } from './audit-parts.ts';
import { carryOut } from './carry-out.ts';
import { tellDue } from './tell-due.ts';
import { type Place, placeId } from './tell-run.ts';

type RunByHand =
  /** Undefined: the bot stops, and another one goes on with it. */
  | { readonly kind: 'ended'; readonly run: AuditRun | undefined; readonly isTold: boolean }
  | { readonly kind: 'busy'; readonly audit: ActiveAudit };

/** Audits by schedule and by hand; a loop of its own, which nothing else waits for. */
export interface Audits {
  run(by: string, place: Place, progress: (soFar: SurveyProgress) => void): Promise<RunByHand>;
  /** Nobody is at the one that is under way. */
  isLeft(): Promise<boolean>;
  /** Does what is due: what somebody left, the slot that is over, and what is still to be told. */
  pass(): Promise<void>;
  /** Looks for it from now on, in real time. */
  start(): void;
  /** What is under way is left to whoever comes next. */
  stop(): void;
}

const wakeEveryMs = 15_000;

export function createAudits(given: AuditParts): Audits {
  const { store, clock, log, owner, settings, newId, track } = given;
  const stopping = new AbortController();
  const parts = { ...given, signal: stopping.signal };
  let isAtIt = false;
  let timer: NodeJS.Timeout | undefined;
  let sleepAgain = () => {};
  const lease = () => ({ owner, nowMs: clock.now(), leaseMs: auditLeaseMs });

  async function work(audit: ActiveAudit, places: readonly Place[], progress: (soFar: SurveyProgress) => void) {
    isAtIt = true;
    try {
      return await carryOut(audit, places.map(placeId), parts, progress);
    } finally {
      isAtIt = false;
    }
  }

  // Also for somebody who waits for theirs: whatever is being told meanwhile comes first.
  const tell = oneAtATime(() => tellDue(parts));

  /** A clock that jumped may have ended a lease that nobody left. */
  async function finishLeft(): Promise<void> {
    const left = isAtIt ? undefined : await store.audits.takeOver(lease());
    if (left !== undefined) await work(left, usualPlaces(left, parts), () => {});
  }

  async function runDue(): Promise<void> {
    const { schedule, timezone } = settings;
    if (schedule === undefined || stopping.signal.aborted) return;
    const nowMs = clock.now();
    const last = await store.audits.lastSlot(nowMs);
    // At the very first start there is nothing to be made up for: the next slot counts.
    if (last === undefined) return store.audits.passSlot(nowMs, nowMs);
    const slotMs = slotDue(schedule, timezone, nowMs, last);
    if (slotMs === undefined) return;
    const begun = await store.audits.begin({ id: newId(), trigger: { kind: 'schedule', slotMs } }, lease());
    if (begun.kind === 'begun') await work(begun.audit, usualPlaces(begun.audit, parts), () => {});
  }

  const pass = oneAtATime(async () => {
    try {
      await finishLeft();
      await runDue();
    } finally {
      await tell();
    }
  });
  const wake = () =>
    void track(pass()).catch((error: unknown) => log.error({ err: error }, 'a pass of the audits failed'));

  return {
    async run(by, place, progress) {
      if (!isAtIt) await finishLeft();
      const begun = await store.audits.begin({ id: newId(), trigger: { kind: 'command', by } }, lease());
      if (begun.kind === 'busy') return begun;
      if (begun.kind === 'had') throw new Error('Only slots are had');
      const run = await track(work(begun.audit, [place], progress));
      await track(tell());
      const isTold = run !== undefined && (await store.audits.posts(run.id)).length > 0;
      return { kind: 'ended', run, isTold };
    },
    async isLeft() {
      const active = await store.audits.active();
      return !isAtIt && active !== undefined && leaseIsOver(active.leasedUntilMs, lease());
    },
    pass,
    start() {
      wake();
      timer = setInterval(wake, wakeEveryMs);
      timer.unref();
      sleepAgain = wakeByCron(settings, wake, log);
    },
    stop() {
      clearInterval(timer);
      sleepAgain();
      stopping.abort(new Error('The bot stops'));
    },
  };
}

/** One that was asked for and left is told to the person directly: where they typed is not kept. */
function usualPlaces({ trigger }: ActiveAudit, { settings }: AuditParts): Place[] {
  if (trigger.kind === 'command') return [{ userId: trigger.by }];
  return settings.channels.map((channel) => ({ channel }));
}

import type { AuditRun, Survey, TrackedFinding } from '../../core/audit/audit-run.ts';
import { failedSurvey } from '../../core/audit/failed-survey.ts';
import type { SurveyProgress } from '../../core/audit/survey-options.ts';
import { trendPoint } from '../../core/audit/trend-point.ts';
import { BotError } from '../../errors.ts';
import type { ActiveAudit } from '../../store/audit-store.ts';
import { type AuditParts, auditLeaseMs, mostTries } from './audit-parts.ts';
import { whatIsKnown } from './what-is-known.ts';
import { withLastChanges } from './with-last-changes.ts';

type CarryParts = AuditParts & { readonly signal: AbortSignal };

/**
 * Carries an audit out that this process has taken: look, compare, write down. Whoever is to be told is told by `tellDue`.
 * @param places that are to be told
 * @returns undefined: it was left to somebody else
 */
export async function carryOut(
  audit: ActiveAudit,
  places: readonly string[],
  parts: CarryParts,
  progress: (soFar: SurveyProgress) => void,
): Promise<AuditRun | undefined> {
  const { store, owner, log } = parts;
  const kept = keepLease(audit, parts, progress);
  const signal = AbortSignal.any([parts.signal, kept.lost]);
  try {
    const run = await lookAndCompare(audit, { ...parts, signal }, kept.note);
    return (await store.audits.writeDown(run, trendPoint(run), owner, places)) ? run : undefined;
  } catch (error) {
    if (!signal.aborted) throw error;
    if (kept.lost.aborted) log.warn({ audit: audit.id }, 'an audit was taken over by somebody else');
    else await store.audits.release(audit.id, owner);
    return undefined;
  } finally {
    kept.stop();
  }
}

async function lookAndCompare(
  audit: ActiveAudit,
  parts: CarryParts,
  note: (soFar: SurveyProgress) => void,
): Promise<AuditRun> {
  const { store, clock, compare } = parts;
  const { before, asked, damaged } = await whatIsKnown(parts);
  const isHopeless = audit.tries > mostTries;
  const survey = isHopeless
    ? failedSurvey(`It was begun ${audit.tries} times, and each time nobody ended it.`)
    : await look(asked, parts, note);
  const nowMs = clock.now();
  const waivers = isHopeless ? [] : await store.audits.waivers(nowMs, damaged.note);
  // Perhaps it is the comparing that does not get through.
  const compared = isHopeless ? before.map(notRead) : compare(before, survey, waivers, nowMs);
  const { findings, notRead: unread } = await withLastChanges(compared, parts.lastChange, parts.signal);
  parts.signal.throwIfAborted();
  const { findings: _, vanished, healed, ...read } = survey;
  const { id, trigger, startedAtMs } = audit;
  const said = { ...read, notEvaluated: [...damaged.sentences, ...read.notEvaluated, ...unread] };
  return { id, trigger, startedAtMs, endedAtMs: nowMs, survey: said, findings, gone: { vanished, healed } };
}

function notRead({ finding, change, firstSeenAtMs, waiver, lapsedWaiver }: TrackedFinding): TrackedFinding {
  const notToldYet = change === 'unknown' ? lapsedWaiver : undefined;
  return {
    finding,
    change: 'unknown',
    firstSeenAtMs,
    ...(waiver && { waiver }),
    ...(notToldYet && { lapsedWaiver: notToldYet }),
  };
}

/** A survey that fails is told as one that failed; a bot that stops leaves it to the next. */
async function look(
  last: Pick<Parameters<AuditParts['survey']>[0], 'known' | 'forcedBefore' | 'subscriptions'>,
  { survey, signal, log }: CarryParts,
  progress: (soFar: SurveyProgress) => void,
): Promise<Survey> {
  signal.throwIfAborted();
  const stopped = Promise.withResolvers<never>();
  const stop = () => stopped.reject(signal.reason);
  signal.addEventListener('abort', stop);
  try {
    return await Promise.race([survey({ ...last, progress, signal }), stopped.promise]);
  } catch (error) {
    if (signal.aborted) throw error;
    log.error({ err: error }, 'an audit failed');
    const why = error instanceof BotError ? `${error.message} ${error.hint}` : 'The reason is in the log of the bot.';
    return failedSurvey(why);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function keepLease(
  { id }: ActiveAudit,
  { store, owner, clock, log }: AuditParts,
  tell: (soFar: SurveyProgress) => void,
) {
  const lost = new AbortController();
  let latest: SurveyProgress | undefined;
  const keep = async () => {
    try {
      const isMine = await store.audits.keepLease(id, { owner, nowMs: clock.now(), leaseMs: auditLeaseMs }, latest);
      if (!isMine) lost.abort(new Error('Somebody else is at this audit'));
    } catch (error) {
      log.warn({ err: error, audit: id }, 'a lease could not be kept');
    }
  };
  // Several times within a lease, so that one that fails does not lose it.
  const timer = setInterval(keep, auditLeaseMs / 12);
  timer.unref();
  return {
    /** Aborted as soon as it is known that somebody else is at it. */
    lost: lost.signal,
    note(soFar: SurveyProgress) {
      latest = soFar;
      tell(soFar);
    },
    stop: () => clearInterval(timer),
  };
}

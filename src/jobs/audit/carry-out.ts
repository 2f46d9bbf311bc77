import type { AuditRun, Survey } from '../../core/audit/audit-run.ts';
import { failedSurvey } from '../../core/audit/failed-survey.ts';
import type { SurveyProgress } from '../../core/audit/survey-options.ts';
import { trendPoint } from '../../core/audit/trend-point.ts';
import { BotError } from '../../errors.ts';
import type { ActiveAudit } from '../../store/store.ts';
import { type AuditParts, auditLeaseMs, mostTries, trendPoints } from './audit-parts.ts';
import { type Place, tellRun } from './tell-run.ts';

/**
 * Carries an audit out that this process has taken, from wherever it stands: look, compare, write down, tell.
 * @returns undefined: it was left to somebody else
 */
export async function carryOut(
  audit: ActiveAudit,
  places: readonly Place[],
  parts: AuditParts & { readonly signal: AbortSignal },
  progress: (soFar: SurveyProgress) => void,
): Promise<AuditRun | undefined> {
  const { store, owner, log } = parts;
  const kept = keepLease(audit, parts, progress);
  try {
    const run =
      audit.state === 'posting' ? await writtenRun(audit, parts) : await lookAndWrite(audit, parts, kept.note);
    if (run === undefined) return undefined;
    const isTold = await tellRun(run, places, parts);
    if (!isTold && audit.tries < mostTries) return run;
    if (!isTold) log.error({ audit: audit.id }, 'an audit could not be told everywhere, and is not tried again');
    await store.audits.end(audit.id, owner);
    return run;
  } catch (error) {
    if (!parts.signal.aborted) throw error;
    await store.audits.release(audit.id, owner);
    return undefined;
  } finally {
    kept.stop();
  }
}

async function writtenRun({ id }: ActiveAudit, { store }: AuditParts): Promise<AuditRun | undefined> {
  const [last] = await store.audits.last(1);
  return last?.id === id ? last : undefined;
}

async function lookAndWrite(
  audit: ActiveAudit,
  parts: AuditParts & { readonly signal: AbortSignal },
  note: (soFar: SurveyProgress) => void,
): Promise<AuditRun | undefined> {
  const { store, clock, owner, compare } = parts;
  const [before] = await store.audits.last(1);
  const known = new Set((before?.findings ?? []).map(({ finding }) => finding.key));
  const subscriptions = await subscriptionsBefore(parts);
  const survey =
    audit.tries > mostTries
      ? failedSurvey(`It was begun ${audit.tries} times, and each time nobody ended it.`)
      : await look({ known, subscriptions }, parts, note);
  const nowMs = clock.now();
  const findings = compare(before?.findings ?? [], survey, await store.audits.waivers(nowMs), nowMs);
  const { findings: _, vanished: __, healed: ___, ...read } = survey;
  const { id, trigger, startedAtMs } = audit;
  const run: AuditRun = { id, trigger, startedAtMs, endedAtMs: nowMs, survey: read, findings };
  return (await store.audits.writeDown(run, trendPoint(run), owner)) ? run : undefined;
}

/** A run that failed does not know which there are. */
async function subscriptionsBefore({ store }: AuditParts) {
  for await (const { survey } of store.audits.backwards(trendPoints)) {
    const { answered, unread } = survey.subscriptions;
    if (survey.status !== 'failed')
      return [...answered, ...unread].map(({ id, name }) => ({ id, ...(name && { name }) }));
  }
  return [];
}

/** A survey that fails is told as one that failed; a bot that stops leaves it to the next. */
async function look(
  last: Pick<Parameters<AuditParts['survey']>[0], 'known' | 'subscriptions'>,
  { survey, signal, log }: AuditParts & { readonly signal: AbortSignal },
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
  let latest: SurveyProgress | undefined;
  const keep = () =>
    store.audits
      .keepLease(id, { owner, nowMs: clock.now(), leaseMs: auditLeaseMs }, latest)
      .catch((error: unknown) => log.warn({ err: error, audit: id }, 'a lease could not be kept'));
  // Several times within a lease, so that one that fails does not lose it.
  const timer = setInterval(keep, auditLeaseMs / 12);
  timer.unref();
  return {
    note(soFar: SurveyProgress) {
      latest = soFar;
      tell(soFar);
    },
    stop: () => clearInterval(timer),
  };
}

import { randomUUID } from 'node:crypto';
import type { ArmRequest, Got, Sent } from '../writes.ts';
import { type Look, look } from './look.ts';
import { runsScript } from './runs-script.ts';
import { type SendParts, sendOnce, type Tried } from './send-once.ts';

export interface ChangeParts extends SendParts {
  /** @throws BotError */
  readonly get: (path: string, apiVersion: string) => Promise<Got>;
}

const mostTries = 6;
const firstPauseMs = 500;
/** A change that was refused for longer is told, instead of waited for. */
const longestPauseMs = 10_000;
/** So often in a row the world may refuse to be looked at. */
const mostBlindLooks = 3;

/**
 * Sends a change and follows it to its end. Where the answer does not tell whether it was made, the world is looked at;
 * where the world shows that it was not, a PUT or DELETE is sent again, which cannot make it twice.
 * @param signal aborts at the deadline; after that there is one last look
 */
export async function send(request: ArmRequest, signal: AbortSignal, parts: ChangeParts): Promise<Sent> {
  const clientRequestId = request.clientRequestId ?? randomUUID();
  const { method, path } = request;
  // An earlier try may have been taken, so that no later answer says all.
  let doubtful = false;
  for (let tries = 1; ; tries++) {
    const tried = await sendOnce(request, clientRequestId, signal, parts);
    const isSure = tried.kind === 'sure' && (!doubtful || tried.verdict.kind === 'done');
    const seen = isSure ? 'not' : await settle(request, tried, signal, parts);
    const sent = outcome(tried, seen);
    parts.log.debug({ method, path, clientRequestId, tries, tried: tried.kind, seen }, 'Sent a change to Azure');
    doubtful ||= tried.kind === 'doubtful';
    const pauseMs = tries < mostTries && seen === 'not' ? pauseBefore(tries, request, tried) : undefined;
    if (pauseMs !== undefined && (await paused(pauseMs, signal, parts))) continue;
    parts.log.info({ method, path, clientRequestId, tries, ended: sent.kind }, 'A change of Azure ended');
    return sent;
  }
}

function outcome(tried: Tried, seen: Look): Sent {
  if (seen === 'in-effect') return { kind: 'done' };
  if (!('verdict' in tried)) return { kind: 'unknown', because: tried.because };
  const { verdict } = tried;
  if (verdict.kind === 'done') return verdict;
  if (seen !== 'not')
    return { kind: 'unknown', because: verdict.because, ...(verdict.kind === 'refused' && { hint: verdict.hint }) };
  if (verdict.kind !== 'busy') return verdict;
  const { again: _, ...busy } = verdict;
  return busy;
}

/** Milliseconds until it may be sent again; undefined where it must not or need not be. */
function pauseBefore(tries: number, { method }: ArmRequest, tried: Tried): number | undefined {
  const backOffMs = firstPauseMs * 2 ** (tries - 1);
  if ('verdict' in tried) {
    const { verdict } = tried;
    if (verdict.kind !== 'busy' || !verdict.again) return undefined;
    const pauseMs = verdict.afterMs ?? backOffMs;
    return pauseMs <= longestPauseMs ? pauseMs : undefined;
  }
  // What was accepted is on its way; what may have been accepted must bear to be done twice.
  return tried.kind === 'doubtful' && method !== 'POST' ? backOffMs : undefined;
}

/** @returns whether the time was there */
async function paused(ms: number, signal: AbortSignal, { wait }: ChangeParts): Promise<boolean> {
  await wait(ms, signal).catch(() => undefined);
  return !signal.aborted;
}

/** Looks until nothing is being changed there any more, or the deadline is over. */
async function settle(request: ArmRequest, tried: Tried, signal: AbortSignal, parts: ChangeParts): Promise<Look> {
  const failed = tried.kind === 'failed';
  // An action that failed leaves nothing behind that could be told from what was there before; a script may have.
  if (failed && request.method === 'POST') return runsScript(request) ? 'unclear' : 'not';
  let blind = 0;
  for (;;) {
    // The error is in the log; that nothing could be seen is all that counts here.
    const seen = await look(request, parts.get).catch(() => 'blind' as const);
    blind = seen === 'blind' ? blind + 1 : 0;
    const isOpen = seen === 'changing' ? !failed : seen === 'blind' && blind < mostBlindLooks;
    if (!isOpen || !(await paused(parts.pollMs, signal, parts))) return seen === 'blind' ? 'unclear' : seen;
  }
}

import type { ActOutcome } from '../core/actions/act.ts';
import { endAct } from '../core/requests/acting.ts';
import { beginExecution, fail, failAndClose, loseSight, putOff, succeed } from '../core/requests/execution.ts';
import type { Ending, VmRequest } from '../core/requests/request.ts';
import { isForgotten, isUntouched } from '../core/requests/waiting.ts';
import { BotError, type BotErrorCode } from '../errors.ts';
import { cleanUp } from './clean-up.ts';
import { findEffects } from './find-effects.ts';
import { holdOf } from './hold-of.ts';
import type { JobParts } from './job-parts.ts';
import { markReopened } from './mark-reopened.ts';
import { performAct } from './perform-act.ts';
import { planAgain } from './plan-again.ts';
import { prolongGrant } from './prolong-grant.ts';
import { sendAll } from './send-all.ts';
import { verifyEffect } from './verify-effect.ts';
import { whileLeased } from './while-leased.ts';

/** How carrying out ended, as far as this process can tell. */
export type End =
  | { readonly kind: 'succeeded'; readonly ending: Ending }
  /** The bot did its own part, and this came of it. */
  | { readonly kind: 'acted'; readonly outcome: ActOutcome }
  | NotDone
  /** It is looked at again. */
  | { readonly kind: 'unsure'; readonly ending: Ending }
  /** Somebody else has it now, or its time is over: nothing more is done here. */
  | { readonly kind: 'lost' };

export interface NotDone {
  /** `failed`: what had been done before is still to be undone. `not now`: Azure could not be asked what has to be known. */
  readonly kind: 'failed' | 'not now';
  readonly ending: Ending;
}

const lookAgainMs = 60_000;
const askAgainMs = 15_000;
const passing: ReadonlySet<BotErrorCode> = new Set(['azure-throttled', 'azure-timed-out', 'azure-failed']);

/**
 * Carries out an approved request, or goes on with one that somebody began and left: sees what is in effect already, plans
 * again and compares with what was approved, sends the rest, looks whether the world is as it was wanted, and says how
 * it ended.
 */
export function executeRequest(id: string, parts: JobParts): Promise<void> {
  return whileLeased(id, parts, () => execute(id, parts));
}

async function execute(id: string, parts: JobParts): Promise<void> {
  const begun = await parts.store.requests.update(id, (request) => beginExecution(request, holdOf(parts)));
  if (begun.kind !== 'changed') return;
  const end = await carryOut(begun.request, parts).catch((error: unknown) => afterError(error, id, parts));
  await finish(id, end, parts);
}

async function carryOut(begun: VmRequest, parts: JobParts): Promise<End> {
  if (isForgotten(begun, parts.clock.now())) return tooLate;
  const found = await findEffects(begun, parts);
  if (found.kind === 'unsure' || found.kind === 'lost') return found;
  const { request } = found;
  if (!isAllDone(request) || isToBeginAct(request)) {
    const again = await planAgain(request, parts);
    if (again.kind !== 'same') return again;
    const sent = await sendAll(request, again.nsgs, parts);
    if (sent.kind !== 'done') return sent;
  }
  if (!(await prolongGrant(request.id, parts))) return grantIsOver;
  const { act } = request.plan;
  if (act !== undefined) return performAct(request, act, parts);
  const end = await verifyEffect((await parts.store.requests.get(request.id)) ?? request, parts);
  if (end.kind === 'succeeded') await markReopened(request, parts);
  return end;
}

function isToBeginAct({ plan, act }: VmRequest): boolean {
  return plan.act !== undefined && act === undefined;
}

function isAllDone({ plan, writes }: VmRequest): boolean {
  return plan.writes.every((_, index) => writes[index]?.status === 'done');
}

const tooLate: End = {
  kind: 'failed',
  ending: { message: 'The bot was away since it was approved, so nothing was done.', hint: 'Ask for it again.' },
};

const grantIsOver: End = {
  kind: 'failed',
  ending: { message: 'The grant was closed before it could be given more time.', hint: 'Ask for a new one.' },
};

/** Nothing was sent: it failed, or is tried again. Something was: whether it took effect is looked at again. */
async function afterError(error: unknown, id: string, { log, store }: JobParts): Promise<End> {
  if (error instanceof BotError && error.code === 'store-failed') throw error;
  if (!(error instanceof BotError)) log.error({ err: error, request: id }, 'a bug while carrying out a request');
  const ending =
    error instanceof BotError
      ? { message: error.message, hint: error.hint }
      : { message: 'Something went wrong inside the bot.', hint: 'Whoever runs it finds it in the log.' };
  if (error instanceof BotError && passing.has(error.code)) return { kind: 'not now', ending };
  const request = await store.requests.get(id);
  return { kind: request === undefined || isUntouched(request) ? 'failed' : 'unsure', ending };
}

async function finish(id: string, end: End, parts: JobParts): Promise<void> {
  const { requests } = parts.store;
  const hold = holdOf(parts);
  switch (end.kind) {
    case 'lost':
      return;
    case 'succeeded':
      await requests.update(id, (request) => succeed(request, end.ending, hold));
      return;
    case 'acted':
      await requests.update(id, (request) => endAct(request, end.outcome, hold));
      return;
    case 'unsure':
      await requests.update(id, (request) => loseSight(request, end.ending, { ...hold, leaseMs: lookAgainMs }));
      return;
    case 'not now':
      await requests.update(id, (request) =>
        isUntouched(request)
          ? putOff(request, end.ending, { ...hold, leaseMs: askAgainMs })
          : loseSight(request, end.ending, { ...hold, leaseMs: lookAgainMs }),
      );
      return;
    case 'failed':
      await takeBack(id, end.ending, parts);
  }
}

/** What was done before it failed is taken back; what cannot be at once is said, and tried again until it works. */
async function takeBack(id: string, ending: Ending, parts: JobParts): Promise<void> {
  const { requests } = parts.store;
  const request = await requests.get(id);
  const { left } = request === undefined ? { left: [] } : await cleanUp(request, parts);
  if (left.length === 0) {
    await requests.update(id, (now) => fail(now, ending, holdOf(parts)));
    return;
  }
  const message = `${ending.message} What had been done before is still there: ${left.join(' ')} It is tried again until it is gone.`;
  await requests.update(id, (now) => failAndClose(now, { ...ending, message }, holdOf(parts)));
}

import { beginExecution, fail, loseSight, succeed } from '../core/requests/execution.ts';
import type { Ending, VmRequest } from '../core/requests/request.ts';
import { BotError } from '../errors.ts';
import { cleanUp } from './clean-up.ts';
import { findEffects } from './find-effects.ts';
import { holdOf } from './hold-of.ts';
import type { JobParts } from './job-parts.ts';
import { prolongGrant } from './prolong-grant.ts';
import { sendAll } from './send-all.ts';
import { verifyEffect } from './verify-effect.ts';
import { whileLeased } from './while-leased.ts';
import { whyNotNow } from './why-not-now.ts';

/** How carrying out ended, as far as this process can tell. */
export type End =
  | { readonly kind: 'succeeded'; readonly ending: Ending }
  /** What had been done before is still to be undone. */
  | { readonly kind: 'failed'; readonly ending: Ending }
  /** It is looked at again. */
  | { readonly kind: 'unsure'; readonly ending: Ending }
  /** Somebody else has it now, or its time is over: nothing more is done here. */
  | { readonly kind: 'lost' };

const lookAgainMs = 60_000;

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
  const found = await findEffects(begun, parts);
  if (found.kind === 'unsure' || found.kind === 'lost') return found;
  const { request } = found;
  if (!isAllDone(request)) {
    const because = await whyNotNow(request, parts);
    if (because !== undefined) return { kind: 'failed', ending: because };
    const sent = await sendAll(request, parts);
    if (sent.kind !== 'done') return sent;
  }
  if (!(await prolongGrant(request.id, parts))) return grantIsOver;
  return verifyEffect(request, parts);
}

function isAllDone({ plan, writes }: VmRequest): boolean {
  return plan.writes.every((_, index) => writes[index]?.status === 'done');
}

const grantIsOver: End = {
  kind: 'failed',
  ending: { message: 'The grant was closed before it could be given more time.', hint: 'Ask for a new one.' },
};

/** Nothing was sent: it failed. Something was: whether it took effect is looked at again. */
async function afterError(error: unknown, id: string, { log, store }: JobParts): Promise<End> {
  if (error instanceof BotError && error.code === 'store-failed') throw error;
  if (!(error instanceof BotError)) log.error({ err: error, request: id }, 'a bug while carrying out a request');
  const ending =
    error instanceof BotError
      ? { message: error.message, hint: error.hint }
      : { message: 'Something went wrong inside the bot.', hint: 'Whoever runs it finds it in the log.' };
  const now = await store.requests.get(id);
  const isUntouched = Object.keys(now?.writes ?? {}).length === 0;
  return { kind: isUntouched ? 'failed' : 'unsure', ending };
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
    case 'unsure':
      await requests.update(id, (request) => loseSight(request, end.ending, { ...hold, leaseMs: lookAgainMs }));
      return;
    case 'failed': {
      const ending = await withWhatIsLeft(id, end.ending, parts);
      await requests.update(id, (request) => fail(request, ending, holdOf(parts)));
    }
  }
}

/** What was done before it failed is taken back; what cannot be is said. */
async function withWhatIsLeft(id: string, ending: Ending, parts: JobParts): Promise<Ending> {
  const request = await parts.store.requests.get(id);
  const left = request === undefined ? [] : await cleanUp(request, parts);
  if (left.length === 0) return ending;
  return { ...ending, message: `${ending.message} What had been done before is still there: ${left.join(' ')}` };
}

import { grantWords } from '../core/actions/grant-words.ts';
import { runsInGuest } from '../core/actions/runs-in-guest.ts';
import { decline } from '../core/requests/decided.ts';
import { closeDue, noteClosed, noteCloseFailed } from '../core/requests/grant.ts';
import type { VmRequest } from '../core/requests/request.ts';
import { cleanUp } from './clean-up.ts';
import { holdOf } from './hold-of.ts';
import { closingLeaseMs, closingScriptLeaseMs, type JobParts } from './job-parts.ts';
import { machineOf } from './on-machine.ts';
import { type Undone, undoPlan } from './undo-plan.ts';

/**
 * Closes one grant whose time is over or that somebody is done with. A close that fails is written down, told, and tried
 * again after a pause, until it works.
 * @param which the others are left as they are
 */
export async function closeGrant(id: string, parts: JobParts, which: Which = () => true): Promise<void> {
  const { store, clock, log } = parts;
  const hold = holdOf(parts);
  const begun = await store.requests.update(id, (request) =>
    which(request) ? closeDue(request, { ...hold, leaseMs: leaseFor(request) }) : notNow,
  );
  if (begun.kind !== 'changed') return;
  // That it is to be closed is one change, taking the work another: whoever comes after a crash takes it up.
  if (begun.request.lease?.owner !== parts.owner) return closeGrant(id, parts, which);
  const { left, told } = await takeAway(begun.request, parts).catch((error: unknown): Undone => {
    log.error({ err: error, request: id }, 'a bug while closing');
    return { left: ['Something went wrong inside the bot; whoever runs it finds it in the log.'], told: [] };
  });
  const now = clock.now();
  if (left.length > 0) {
    log.error({ request: id, because: left }, 'a grant could not be closed');
    await store.requests.update(id, (request) => noteCloseFailed(request, left.join(' '), now));
    return;
  }
  // A connection that was kept ends with the grant that it came through.
  parts.remote.endOf(machineOf(begun.request.vm));
  await store.requests.update(id, (request) =>
    noteClosed(request, { message: told.join(' ') || closedWords(begun.request) }, now),
  );
}

export type Which = (request: VmRequest) => boolean;

const notNow = decline('It is not for this one to close it.', 'Nothing is to be done.');

/** Two at the same time would not harm, but Azure refuses the second script. */
function leaseFor({ plan }: VmRequest): number {
  return runsInGuest(plan) ? closingScriptLeaseMs : closingLeaseMs;
}

/** What was never known to be open is cleaned up like what failed: there may be things that a close would leave. */
function takeAway(request: VmRequest, parts: JobParts): Promise<Undone> {
  return request.openedAtMs === undefined ? cleanUp(request, parts) : undoPlan(request, parts);
}

function closedWords({ openedAtMs, plan, action, act }: VmRequest): string {
  if (act !== undefined)
    return plan.undo.length > 0
      ? 'What was opened for it is closed again.'
      : 'What was opened for it is closed by Microsoft Defender, at its time and not before.';
  if (openedAtMs === undefined && plan.writes.some(({ method, script }) => method === 'PUT' || script !== undefined))
    return 'It was never known to be open: what there was of it was taken away.';
  if (plan.undo.length === 0) return 'Its time is over: Microsoft Defender closes it by itself.';
  return grantWords(action).over;
}

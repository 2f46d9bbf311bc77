import { isHeld } from '../core/requests/execution.ts';
import { type JobParts, leaseMs } from './job-parts.ts';

export const wasCancelled = 'It was cancelled.';
export const isStopped = 'The bot was stopped while it was at it.';
const isTaken = 'Its time was over, or another process of the bot had taken it over.';
const isBlind = 'The bot could not read any more whether it was still to go on.';

/** Somebody may press Cancel at a replica that is not the one at work. */
const lookEveryMs = 2_000;

/**
 * Does something that people can end: at once where they press here, soon where they press at another replica. It also
 * ends when it is not for this process any more: its time is over, or somebody who took this one for dead is at it; also
 * where the store has not told for as long as a lease lasts.
 * @param work is told by the signal; its reason is a sentence
 */
export async function whileCancellable<T>(
  id: string,
  parts: Pick<JobParts, 'cancels' | 'store' | 'log' | 'owner' | 'clock' | 'isInHurry'>,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { cancels, store, log, owner, clock, isInHurry } = parts;
  const controller = new AbortController();
  if (isInHurry()) controller.abort(isStopped);
  cancels.set(id, controller);
  let seenMs = clock.now();
  const look = async () => {
    const request = await store.requests.get(id);
    seenMs = clock.now();
    if (request?.cancelAsked !== undefined) controller.abort(wasCancelled);
    else if (request === undefined || !isHeld(request, { owner })) controller.abort(isTaken);
  };
  const lookOrStop = () =>
    look().catch((error: unknown) => {
      log.warn({ err: error, request: id }, 'not known whether it is cancelled');
      if (clock.now() - seenMs >= leaseMs) controller.abort(isBlind);
    });
  const timer = setInterval(lookOrStop, lookEveryMs);
  timer.unref();
  try {
    return await work(controller.signal);
  } finally {
    clearInterval(timer);
    cancels.delete(id);
  }
}

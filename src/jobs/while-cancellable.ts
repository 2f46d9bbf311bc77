import { isHeld } from '../core/requests/execution.ts';
import type { JobParts } from './job-parts.ts';

export const wasCancelled = 'It was cancelled.';
export const isStopped = 'The bot was stopped while it was at it.';
const isTaken = 'Its time was over, or another process of the bot had taken it over.';

/** Somebody may press Cancel at a replica that is not the one at work. */
const lookEveryMs = 2_000;

/**
 * Does something that people can end: at once where they press here, soon where they press at another replica. It also
 * ends when it is not for this process any more: its time is over, or somebody who took this one for dead is at it.
 * @param work is told by the signal; its reason is a sentence
 */
export async function whileCancellable<T>(
  id: string,
  { cancels, store, log, owner }: Pick<JobParts, 'cancels' | 'store' | 'log' | 'owner'>,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  cancels.set(id, controller);
  const look = async () => {
    const request = await store.requests.get(id);
    if (request?.cancelAsked !== undefined) controller.abort(wasCancelled);
    else if (request === undefined || !isHeld(request, { owner })) controller.abort(isTaken);
  };
  const timer = setInterval(
    () => look().catch((error: unknown) => log.warn({ err: error, request: id }, 'not known whether it is cancelled')),
    lookEveryMs,
  );
  timer.unref();
  try {
    return await work(controller.signal);
  } finally {
    clearInterval(timer);
    cancels.delete(id);
  }
}

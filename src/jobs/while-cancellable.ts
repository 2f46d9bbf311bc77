import type { JobParts } from './job-parts.ts';

/** Somebody may press Cancel at a replica that is not the one at work. */
const lookEveryMs = 2_000;

/** Does something that people can end: at once where they press here, soon where they press at another replica. */
export async function whileCancellable<T>(
  id: string,
  { cancels, store, log }: Pick<JobParts, 'cancels' | 'store' | 'log'>,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  cancels.set(id, controller);
  const look = async () => {
    const request = await store.requests.get(id);
    if (request?.cancelAsked !== undefined) controller.abort();
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

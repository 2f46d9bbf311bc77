import type { Wait } from '../../wait.ts';
import { isRestError } from '../rest-error.ts';
import { retryAfterMs } from '../retry-after.ts';

/** Nobody waits for an audit: it obeys Azure for longer than a person would. */
const longestWaitMs = 60_000;
const mostTries = 6;
const withoutWordMs = 5_000;

/** Repeats what Azure throttles or fails at for now, as late as Azure asks for. @throws what failed at last */
export async function patiently<T>(wait: Wait, run: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await run();
    } catch (error) {
      const waitMs = tried < mostTries ? waitBefore(error) : undefined;
      if (waitMs === undefined) throw error;
      await wait(waitMs);
    }
  }
}

function waitBefore(error: unknown): number | undefined {
  if (!isRestError(error) || error.statusCode === undefined) return undefined;
  const { statusCode, response } = error;
  if (statusCode !== 429 && statusCode !== 503) return undefined;
  const asked = response === undefined ? undefined : retryAfterMs(response.headers);
  return Math.min(asked ?? withoutWordMs, longestWaitMs);
}

import type { RequestState } from '../core/requests/request.ts';
import type { JobParts } from './job-parts.ts';

/** The steps of a pass: what one cannot do keeps none of the others from going on. */
export interface Steps {
  attempt(what: string, step: () => Promise<unknown>): Promise<void>;
  /** For each request that is in one of these states, some at the same time. */
  forEach(what: string, states: readonly RequestState[], step: (id: string) => Promise<unknown>): Promise<void>;
}

const mostAtOnce = 8;

export function stepsOf({ store, log }: Pick<JobParts, 'store' | 'log'>): Steps {
  async function attempt(what: string, step: () => Promise<unknown>): Promise<void> {
    await step().catch((error: unknown) => log.error({ err: error, what }, 'a step of a pass failed'));
  }
  return {
    attempt,
    forEach: (what, states, step) =>
      attempt(what, async () => {
        const ids = await store.requests.ids(states);
        const next = async () => {
          for (let id = ids.shift(); id !== undefined; id = ids.shift()) {
            const each = id;
            await attempt(`${what} ${each}`, () => step(each));
          }
        };
        await Promise.all(Array.from({ length: mostAtOnce }, next));
      }),
  };
}

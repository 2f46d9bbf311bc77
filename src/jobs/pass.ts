import { announceEnd } from '../core/requests/grant.ts';
import { lapse, remind } from '../core/requests/waiting.ts';
import { closeGrant } from './close-grant.ts';
import { closeStrays } from './close-strays.ts';
import { deliver } from './deliver.ts';
import { executeRequest } from './execute-request.ts';
import type { JobParts } from './job-parts.ts';
import { postHead } from './post-head.ts';
import { watchGrants } from './watch-grants.ts';

/** How often Azure is looked at for what should not be there. */
const lookEveryMs = 60_000;

/** One pass over everything that is due, again and again; what one step cannot do keeps none of the others from going on. */
export function createPass(parts: JobParts): () => Promise<void> {
  const { store, clock, log } = parts;
  let lookedAtMs = Number.NEGATIVE_INFINITY;

  async function attempt(what: string, step: () => Promise<unknown>): Promise<void> {
    await step().catch((error: unknown) => log.error({ err: error, what }, 'a step of the pass failed'));
  }

  async function each(what: string, states: Parameters<typeof list>[0], step: (id: string) => Promise<unknown>) {
    await attempt(what, async () => {
      for (const { id } of await list(states)) await attempt(what, () => step(id));
    });
  }

  const list = (states: NonNullable<Parameters<typeof store.requests.list>[0]['states']>) =>
    store.requests.list({ states });

  return async () => {
    await each('lapse', ['pending'], (id) => store.requests.update(id, (request) => lapse(request, clock.now())));
    await each('remind', ['pending'], (id) => store.requests.update(id, (request) => remind(request, clock.now())));
    await each('close', ['active', 'closing', 'executing', 'unknown'], (id) => closeGrant(id, parts));
    await each('execute', ['approved', 'executing', 'unknown'], (id) => executeRequest(id, parts));
    await each('announce the end', ['active'], (id) =>
      store.requests.update(id, (request) => announceEnd(request, clock.now())),
    );
    if (clock.now() - lookedAtMs >= lookEveryMs) {
      lookedAtMs = clock.now();
      await attempt('watch grants', () => watchGrants(parts));
      await attempt('close strays', () => closeStrays(parts));
      await attempt('clear the shelf', () => store.shelf.forgetUntil(clock.now()));
    }
    await attempt('post the head', () => postHead(parts));
    await attempt('deliver', () => deliver(parts));
  };
}

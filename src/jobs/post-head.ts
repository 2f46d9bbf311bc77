import { botActor } from '../core/requests/decided.ts';
import { eventWords } from '../views/event-words.ts';
import { plainNotice } from '../views/request-notice.ts';
import type { JobParts } from './job-parts.ts';

const kept = { id: 'event-chain-head', kind: 'head-posted' };
const dayMs = 24 * 3_600_000;

/**
 * Posts the head of the event log once a day where others keep it: whoever rewrites the database afterwards is found
 * out, since the log no longer holds what was posted. A log without events has nothing to post.
 */
export async function postHead({ store, poster, clock, approvalsChannel }: JobParts): Promise<void> {
  const now = clock.now();
  if ((await store.shelf.get(kept.id, kept.kind, now)) !== undefined) return;
  const { seq, hash } = await store.events.head();
  if (seq === 0) return;
  // Written down first: a post that is lost costs a day, one that repeats at every pass costs everybody's patience.
  // Of several replicas one is the first.
  if (!(await store.shelf.putFirst(kept.id, kept.kind, { seq, hash }, now, now + dayMs))) return;
  const event = { kind: 'head-posted', atMs: now, actor: botActor, data: { seq, hash } } as const;
  await poster.post(approvalsChannel, plainNotice(eventWords(event)));
  await store.events.append(event);
}

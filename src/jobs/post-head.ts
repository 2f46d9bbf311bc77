import { botActor } from '../core/requests/decided.ts';
import { eventWords } from '../views/event-words.ts';
import { plainNotice } from '../views/request-notice.ts';
import type { JobParts } from './job-parts.ts';
import { postFirst } from './post-first.ts';

const dayMs = 24 * 3_600_000;

/**
 * Posts the head of the event log once a day where others keep it: whoever rewrites the database afterwards is found
 * out, since the log no longer holds what was posted. A log without events has nothing to post.
 */
export async function postHead(parts: JobParts): Promise<void> {
  const { seq, hash } = await parts.store.events.head();
  if (seq === 0) return;
  const event = { kind: 'head-posted', atMs: parts.clock.now(), actor: botActor, data: { seq, hash } } as const;
  const message = plainNotice(eventWords(event));
  const isPosted = await postFirst(message, { mark: 'event-chain-head', againAfterMs: dayMs }, parts);
  if (isPosted) await parts.store.events.append(event);
}

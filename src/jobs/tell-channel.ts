import type { NewEvent } from '../core/requests/event.ts';
import { eventWords } from '../views/event-words.ts';
import { plainNotice } from '../views/request-notice.ts';
import type { JobParts } from './job-parts.ts';
import { postFirst } from './post-first.ts';

/**
 * Tells the approvals channel what belongs to no request, and not again before a while is over, however often it is
 * found. That Slack did not take it keeps nothing else from being done.
 * @param about names what it is about: the same thing is the same text
 */
export async function tellChannel(
  event: Pick<NewEvent, 'kind' | 'atMs' | 'actor' | 'data'>,
  { about, againAfterMs }: { readonly about: string; readonly againAfterMs: number },
  parts: JobParts,
): Promise<void> {
  try {
    await postFirst(plainNotice(eventWords(event)), { mark: `told ${about}`, againAfterMs }, parts);
  } catch (error) {
    parts.log.error({ err: error, about }, 'the approvals channel was not told');
  }
}

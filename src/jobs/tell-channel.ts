import type { NewEvent } from '../core/requests/event.ts';
import { eventWords } from '../views/event-words.ts';
import { plainNotice } from '../views/request-notice.ts';
import type { JobParts } from './job-parts.ts';

/**
 * Tells the approvals channel what belongs to no request, and not again before a while is over, however often it is
 * found. What Slack does not take is only in the log.
 * @param about names what it is about: the same thing is the same text
 */
export async function tellChannel(
  event: Pick<NewEvent, 'kind' | 'atMs' | 'actor' | 'data'>,
  { about, againAfterMs }: { readonly about: string; readonly againAfterMs: number },
  { store, poster, clock, approvalsChannel, log }: JobParts,
): Promise<void> {
  try {
    const now = clock.now();
    if (!(await store.shelf.putFirst(`told ${about}`, 'told', true, now, now + againAfterMs))) return;
    await poster.post(approvalsChannel, plainNotice(eventWords(event)));
  } catch (error) {
    log.error({ err: error, about }, 'the approvals channel was not told');
  }
}

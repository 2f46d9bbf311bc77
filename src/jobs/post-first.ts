import type { Message } from '../views/message.ts';
import type { JobParts } from './job-parts.ts';

/** What Slack did not take is posted again after so long: soon, and not at every pass. */
const retryMs = 10 * 60_000;

/**
 * Posts to the approvals channel what belongs to no request, and not again before a while is over. It is written down
 * before it goes out, so that of several replicas one does it.
 * @param mark names what is posted: the same thing is the same text
 * @returns whether it was posted now
 * @throws what the poster threw
 */
export async function postFirst(
  message: Message,
  { mark, againAfterMs }: { readonly mark: string; readonly againAfterMs: number },
  { store, poster, clock, approvalsChannel }: Pick<JobParts, 'store' | 'poster' | 'clock' | 'approvalsChannel'>,
): Promise<boolean> {
  const now = clock.now();
  if (!(await store.shelf.putFirst(mark, 'posted', true, now, now + againAfterMs))) return false;
  try {
    await poster.post(approvalsChannel, message);
  } catch (error) {
    await store.shelf.put(mark, 'posted', true, now + Math.min(retryMs, againAfterMs));
    throw error;
  }
  return true;
}

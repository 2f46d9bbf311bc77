import { clippedMrkdwn, code } from '../core/text/escape.ts';
import { context, section } from './blocks.ts';
import { limits } from './limits.ts';
import type { Message } from './message.ts';

/** Trouble that a person is told about: what went wrong, and what to do now. */
export function problem({ message, hint }: { readonly message: string; readonly hint: string }): Message {
  const what = clippedMrkdwn(message, limits.notification);
  const todo = clippedMrkdwn(hint, limits.notification);
  return { text: `${what} ${todo}`, blocks: [section(`:warning:  ${what}`), context(todo)] };
}

/** A mistake of the bot's own; the log has the reference. */
export function bug(reference: string): Message {
  return problem({
    message: 'Something went wrong inside the bot. Nothing was changed.',
    hint: `Tell whoever runs it this reference: ${code(reference)}.`,
  });
}

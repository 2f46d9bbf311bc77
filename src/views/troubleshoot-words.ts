import { clippedMrkdwn, code } from '../core/text/escape.ts';
import { context } from './blocks.ts';
import { limits } from './limits.ts';
import type { Message } from './message.ts';

/** What a person sees while the script runs. @param vm its name */
export function troubleshootProgress(vm: string, user: string): Message {
  const text = clippedMrkdwn(
    `Looking into ${code(vm)} for ${code(user)}. Azure takes twenty seconds and more …`,
    limits.notification,
  );
  return { text, blocks: [context(`:hourglass_flowing_sand:  ${text}`)] };
}

/** The VM has no user by which it was made, and nobody named one. */
export const whichUser = (vm: string) => ({
  message: `Azure does not say which user ${code(vm)} was made with.`,
  hint: 'Name the user: add `user` and the name to the command.',
});

export const tooLongAgo = { message: 'That was too long ago.', hint: 'Type `/vm troubleshoot` again.' };

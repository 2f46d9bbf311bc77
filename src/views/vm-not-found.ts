import { code } from '../core/text/escape.ts';
import { type VmName, vmNameText } from '../core/vm-name.ts';
import type { Message } from './message.ts';
import { problem } from './problem.ts';

/** @param near names that look alike, the likeliest first */
export function vmNotFound(name: VmName, near: readonly string[]): Message {
  const alike = near.slice(0, 5).map(code).join(', ');
  return problem({
    message: `I find no VM called ${code(vmNameText(name))} in the subscriptions that I may read.`,
    hint:
      alike === ''
        ? 'Check the spelling; if it was made a moment ago, try again in a minute or give its resource id.'
        : `Did you mean ${alike}?`,
  });
}

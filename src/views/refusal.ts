import type { PolicyRefusal } from '../core/policy/refused.ts';
import { clippedWithMentions } from '../core/text/mention.ts';
import { context, section } from './blocks.ts';
import { limits } from './limits.ts';
import type { Message } from './message.ts';

/** What the policy does not let happen: why, who may, and what to do now. */
export function refusal({ problem, hint }: Pick<PolicyRefusal, 'problem' | 'hint'>): Message {
  const why = clippedWithMentions(problem, limits.notification);
  const todo = clippedWithMentions(hint, limits.notification);
  return { text: `${why} ${todo}`, blocks: [section(`:no_entry:  ${why}`), context(todo)] };
}

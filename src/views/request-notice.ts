import type { VmRequest } from '../core/requests/request.ts';
import { clippedMrkdwn } from '../core/text/escape.ts';
import type { Audience } from './audience.ts';
import { context, section } from './blocks.ts';
import { mention } from './mention.ts';
import type { Message } from './message.ts';
import { requestTitle } from './request-title.ts';

/** What happened to a request, told outside its thread. @param words a line or two of mrkdwn */
export function requestNotice(request: VmRequest, words: string, audience: Audience): Message {
  const title = clippedMrkdwn(requestTitle(request), 300);
  const about = audience === 'requester' ? `You asked to ${title}` : `${mention(request.requester)} asked to ${title}`;
  return { text: words, blocks: [section(words), context(`${about} · request \`${request.id}\``)] };
}

/** A line alone: in a thread, or about what belongs to no request. @param words a line or two of mrkdwn */
export function plainNotice(words: string): Message {
  return { text: words, blocks: [section(words)] };
}

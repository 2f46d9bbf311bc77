import type { VmRequest } from '../core/requests/request.ts';
import { clippedMrkdwn } from '../core/text/escape.ts';
import { context, section } from './blocks.ts';
import { mention } from './mention.ts';
import type { Message } from './message.ts';
import { requestTitle } from './request-title.ts';

/** What happened to a request, told outside its thread. @param words one line of mrkdwn */
export function requestNotice(request: VmRequest, words: string): Message {
  const about = clippedMrkdwn(`To ${requestTitle(request)}`, 300);
  return {
    text: words,
    blocks: [section(words), context(`${about}, asked by ${mention(request.requester)} · request \`${request.id}\``)],
  };
}

/** One line alone: in a thread, or about what belongs to no request. @param words one line of mrkdwn */
export function plainNotice(words: string): Message {
  return { text: words, blocks: [section(words)] };
}

import type { VmRequest } from '../core/requests/request.ts';
import { stateWords } from '../core/requests/state-words.ts';
import { clippedMrkdwn } from '../core/text/escape.ts';
import { clippedWithMentions } from '../core/text/mention.ts';
import { context, section } from './blocks.ts';
import type { Message } from './message.ts';
import { momentWords } from './moment-words.ts';
import { requestTitle } from './request-title.ts';

/** The answer to whoever asked: that it was filed, what it waits for, or what has come of it already. */
export function requestFiled(request: VmRequest): Message {
  const { id, state, policy, lapsesAtMs, ending } = request;
  const what = clippedMrkdwn(`You asked to ${requestTitle(request)}`, 300);
  const more =
    state === 'pending'
      ? `It waits for ${clippedWithMentions(policy.approvers, 300)} and lapses ${momentWords(lapsesAtMs)}. You get a message as soon as somebody decides.`
      : [`It ${stateWords[state]}.`, ...words(ending)].join(' ');
  return {
    text: `${what}. ${more}`,
    blocks: [section(`:memo:  ${what}.`, more), context(`Request \`${id}\` · \`/vm requests mine\` lists yours`)],
  };
}

/** Of what needs no approval: where to look for what comes of it. */
export function outputElsewhere(request: VmRequest): Message {
  const text = `${clippedMrkdwn(`You asked to ${requestTitle(request)}`, 300)}. What comes of it stands in your direct messages with me.`;
  return { text, blocks: [section(`:arrow_forward:  ${text}`), context(`Request \`${request.id}\``)] };
}

/** Where a request stands, for whoever pressed a button in a list of their own. */
export function requestNow(request: VmRequest): Message {
  const text = `${clippedMrkdwn(`To ${requestTitle(request)}`, 300)}: it ${stateWords[request.state]}.`;
  return { text, blocks: [section(text), context(`Request \`${request.id}\``)] };
}

function words(ending: VmRequest['ending']): string[] {
  return [ending?.message, ending?.hint].filter((each) => each !== undefined).map((each) => clippedMrkdwn(each, 600));
}

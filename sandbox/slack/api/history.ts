import { messagePayload } from '../payloads.ts';
import type { SlackCore } from '../slack-core.ts';
import type { Channel, Message } from '../state.ts';
import { visibleChannel } from './find-channel.ts';
import { type Args, flag, type Method, requiredText, SlackRefusal, text } from './method.ts';
import { page } from './page.ts';

const scope = 'channels:history|groups:history|im:history|mpim:history';

const history: Method = {
  name: 'conversations.history',
  scope,
  run(core, args) {
    const channel = readableChannel(core, args);
    const top = lasting(core, channel).filter((each) => isTopLevel(each) && within(each, args));
    return answer(core, args, top.reverse());
  },
};

const replies: Method = {
  name: 'conversations.replies',
  scope,
  run(core, args) {
    const channel = readableChannel(core, args);
    const ts = requiredText(args, 'ts');
    const messages = lasting(core, channel);
    const asked = messages.find((each) => each.ts === ts);
    if (asked === undefined) throw new SlackRefusal('thread_not_found');
    const root = asked.threadTs ?? asked.ts;
    const thread = messages.filter((each) => each.ts === root || (each.threadTs === root && within(each, args)));
    return answer(core, args, thread);
  },
};

export const historyMethods: readonly Method[] = [history, replies];

function answer(core: SlackCore, args: Args, messages: readonly Message[]): Record<string, unknown> {
  const { items, more } = page(args, messages);
  const hasMore = items.length > 0 && items.at(-1) !== messages.at(-1);
  return { messages: items.map((each) => messagePayload(core, each)), has_more: hasMore, ...more };
}

function readableChannel(core: SlackCore, args: Args): Channel {
  const channel = visibleChannel(core, requiredText(args, 'channel'));
  if (!channel.members.has(core.state.bot.userId)) throw new SlackRefusal('not_in_channel');
  return channel;
}

/** Messages that Slack keeps: what only one person saw is not among them. */
function lasting(core: SlackCore, channel: Channel): Message[] {
  return (core.state.messages.get(channel.id) ?? []).filter((each) => each.ephemeralTo === undefined);
}

function isTopLevel(message: Message): boolean {
  return message.threadTs === undefined || message.threadTs === message.ts || message.broadcast === true;
}

function within(message: Message, args: Args): boolean {
  const oldest = Number(text(args, 'oldest') ?? 0);
  const latest = Number(text(args, 'latest') ?? Number.POSITIVE_INFINITY);
  const ts = Number(message.ts);
  return flag(args, 'inclusive') ? ts >= oldest && ts <= latest : ts > oldest && ts < latest;
}

import { addMessage, deleteMessage, editMessage, findMessage } from '../messages.ts';
import { messagePayload } from '../payloads.ts';
import type { SlackCore } from '../slack-core.ts';
import type { Channel, Message } from '../state.ts';
import { messageContent } from './content.ts';
import { visibleChannel, writableChannel } from './find-channel.ts';
import { type Args, flag, type Method, requiredText, SlackRefusal, text } from './method.ts';

const postMessage: Method = {
  name: 'chat.postMessage',
  scope: 'chat:write',
  run(core, args) {
    const channel = writableChannel(core, requiredText(args, 'channel'));
    const content = messageContent(args, { textLength: 40_000 });
    const threadTs = threadOf(core, channel, args);
    const broadcast = threadTs !== undefined && flag(args, 'reply_broadcast');
    const message = addMessage(core, { ...content, channel, user: core.state.bot.userId, threadTs, broadcast });
    return { channel: channel.id, ts: message.ts, message: messagePayload(core, message) };
  },
};

const postEphemeral: Method = {
  name: 'chat.postEphemeral',
  scope: 'chat:write',
  run(core, args) {
    const channel = writableChannel(core, requiredText(args, 'channel'));
    const user = requiredText(args, 'user');
    if (!channel.members.has(user)) throw new SlackRefusal('user_not_in_channel');
    const content = messageContent(args, { textLength: 40_000 });
    const threadTs = threadOf(core, channel, args);
    const message = addMessage(core, { ...content, channel, user: core.state.bot.userId, threadTs, ephemeralTo: user });
    return { message_ts: message.ts };
  },
};

const update: Method = {
  name: 'chat.update',
  scope: 'chat:write',
  run(core, args) {
    const channel = visibleChannel(core, requiredText(args, 'channel'));
    const message = ownMessage(core, channel, requiredText(args, 'ts'), 'cant_update_message');
    const given = messageContent(args, { textLength: 4000 });
    // What is left out stays; an empty list takes it away. https://docs.slack.dev/reference/methods/chat.update
    const attachments = args.attachments === undefined ? message.attachments : given.attachments;
    const blocks = args.blocks === undefined && given.blocks.length === 0 ? message.blocks : given.blocks;
    editMessage(core, message, { ...given, attachments, blocks }, blocks.length === 0);
    return { channel: channel.id, ts: message.ts, text: message.text, message: messagePayload(core, message) };
  },
};

const remove: Method = {
  name: 'chat.delete',
  scope: 'chat:write',
  run(core, args) {
    const channel = visibleChannel(core, requiredText(args, 'channel'));
    const message = ownMessage(core, channel, requiredText(args, 'ts'), 'cant_delete_message');
    deleteMessage(core, message);
    return { channel: channel.id, ts: message.ts };
  },
};

const getPermalink: Method = {
  name: 'chat.getPermalink',
  run(core, args) {
    const channel = visibleChannel(core, requiredText(args, 'channel'));
    const message = findMessage(core, channel.id, requiredText(args, 'message_ts'));
    if (message === undefined || message.ephemeralTo !== undefined) throw new SlackRefusal('message_not_found');
    const thread = message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
    const host = `https://${core.state.team.domain}.slack.com`;
    return {
      channel: channel.id,
      permalink: `${host}/archives/${channel.id}/p${message.ts.replace('.', '')}${thread}`,
    };
  },
};

export const chatMethods: readonly Method[] = [postMessage, postEphemeral, update, remove, getPermalink];

/** The first message of the thread that `thread_ts` means, which may be a reply in it. */
export function threadOf(core: SlackCore, channel: Channel, args: Args): string | undefined {
  const threadTs = text(args, 'thread_ts');
  if (threadTs === undefined || threadTs === '') return undefined;
  const parent = findMessage(core, channel.id, threadTs);
  if (parent === undefined || parent.ephemeralTo !== undefined) throw new SlackRefusal('thread_not_found');
  return parent.threadTs ?? parent.ts;
}

function ownMessage(core: SlackCore, channel: Channel, ts: string, refusal: string): Message {
  const message = findMessage(core, channel.id, ts);
  if (message === undefined || message.ephemeralTo !== undefined) throw new SlackRefusal('message_not_found');
  if (message.user !== core.state.bot.userId) throw new SlackRefusal(refusal);
  return message;
}

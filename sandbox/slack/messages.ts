import { fillIds } from './fill-ids.ts';
import type { SlackCore } from './slack-core.ts';
import type { Channel, Message } from './state.ts';
import type { Block, MessageView } from './workspace.ts';

export interface MessageContent {
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly attachments: MessageView['attachments'];
  readonly metadata?: unknown;
}

export interface NewMessage extends MessageContent {
  readonly channel: Channel;
  readonly user: string;
  readonly threadTs?: string | undefined;
  readonly ephemeralTo?: string | undefined;
  readonly subtype?: string | undefined;
  readonly broadcast?: boolean | undefined;
  readonly files?: readonly string[] | undefined;
}

/** Adds a message to a channel. What the author wrote is read by the author. */
export function addMessage(core: SlackCore, input: NewMessage): Message {
  const message: Message = {
    ts: core.ids.ts(),
    channel: input.channel.id,
    user: input.user,
    text: input.text,
    blocks: fillIds(input.blocks, core.ids),
    attachments: input.attachments,
    files: [...(input.files ?? [])],
    inputs: new Map(),
    reactions: new Map(),
    ...(input.threadTs === undefined ? {} : { threadTs: input.threadTs }),
    ...(input.ephemeralTo === undefined ? {} : { ephemeralTo: input.ephemeralTo }),
    ...(input.subtype === undefined ? {} : { subtype: input.subtype }),
    ...(input.broadcast === undefined ? {} : { broadcast: input.broadcast }),
    ...(input.metadata === undefined ? {} : { metadata: input.metadata }),
  };
  messagesOf(core, input.channel.id).push(message);
  markRead(input.channel, input.user, message.ts, input.threadTs);
  core.state.changed();
  return message;
}

/** Notes that a person has seen a channel up to a message, or one of its threads. */
export function markRead(channel: Channel, userId: string, ts: string, threadTs?: string): void {
  if (threadTs === undefined) {
    channel.readUpTo.set(userId, ts);
    return;
  }
  const ofThread = channel.threadsReadUpTo.get(threadTs) ?? new Map<string, string>();
  channel.threadsReadUpTo.set(threadTs, ofThread.set(userId, ts));
}

/** Replaces what a message says. `edited` is the mark that readers see. */
export function editMessage(core: SlackCore, message: Message, content: MessageContent, edited: boolean): void {
  message.text = content.text;
  message.blocks = fillIds(content.blocks, core.ids);
  message.attachments = content.attachments;
  if (content.metadata !== undefined) message.metadata = content.metadata;
  if (edited) message.editedTs = core.ids.ts();
  core.state.changed();
}

export function deleteMessage(core: SlackCore, message: Message): void {
  const messages = messagesOf(core, message.channel);
  const at = messages.indexOf(message);
  if (at >= 0) messages.splice(at, 1);
  core.state.changed();
}

export function findMessage(core: SlackCore, channelId: string, ts: string): Message | undefined {
  return core.state.messages.get(channelId)?.find((each) => each.ts === ts);
}

export function repliesOf(core: SlackCore, message: Message): Message[] {
  return messagesOf(core, message.channel).filter(
    (each) => each.threadTs === message.ts && each.ts !== message.ts && each.ephemeralTo === undefined,
  );
}

function messagesOf(core: SlackCore, channelId: string): Message[] {
  const messages = core.state.messages.get(channelId) ?? [];
  core.state.messages.set(channelId, messages);
  return messages;
}

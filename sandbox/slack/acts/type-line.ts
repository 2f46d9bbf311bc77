import { emitEvent } from '../events.ts';
import { addMessage, findMessage } from '../messages.ts';
import { messagePayload } from '../payloads.ts';
import type { SlackCore } from '../slack-core.ts';
import type { Channel, Message } from '../state.ts';
import type { Outcome } from '../workspace.ts';
import { invite } from './invite.ts';
import { runSlashCommand } from './slash-command.ts';
import { typedText } from './typed-text.ts';

/** A line that a person typed into a channel: a slash command or a message. */
export async function typeLine(
  core: SlackCore,
  userId: string,
  channelId: string,
  line: string,
  threadTs?: string,
): Promise<Outcome> {
  const channel = core.state.channels.get(channelId);
  const person = core.state.people.get(userId);
  if (person === undefined) return { ok: false, notice: `There is no person ${userId}` };
  if (person.deactivated) return { ok: false, notice: 'This account has been deactivated' };
  if (channel === undefined || !channel.members.has(userId))
    return { ok: false, notice: 'You are not in this channel' };
  if (channel.kind === 'direct' && core.messagesTabReadOnly) {
    return { ok: false, notice: 'Sending messages to this app has been turned off.' };
  }
  if (channel.archived) return { ok: false, notice: 'This channel is archived' };
  if (/^\/invite\s/.test(line)) return invite(core, channel, line);
  if (line.startsWith('/')) return runSlashCommand(core, userId, channel, line, threadTs);
  if (line.trim() === '') return { ok: false, notice: 'There is nothing to send' };
  const parent = threadTs === undefined ? undefined : findMessage(core, channelId, threadTs);
  if (threadTs !== undefined && parent === undefined) return { ok: false, notice: 'This thread is gone' };
  const message = addMessage(core, {
    channel,
    user: userId,
    text: typedText(core, line, true),
    blocks: [],
    attachments: [],
    threadTs: parent === undefined ? undefined : (parent.threadTs ?? parent.ts),
  });
  announce(core, channel, message);
  return { ok: true };
}

const subscriptionOf = {
  public: ['message.channels', 'channel'],
  private: ['message.groups', 'group'],
  direct: ['message.im', 'im'],
  'group-direct': ['message.mpim', 'mpim'],
} as const;

function announce(core: SlackCore, channel: Channel, message: Message): void {
  const botId = core.state.bot.userId;
  if (!channel.members.has(botId)) return;
  const [subscription, channelType] = subscriptionOf[channel.kind];
  const payload = messagePayload(core, message);
  emitEvent(core, subscription, { ...payload, channel: channel.id, channel_type: channelType });
  if (channel.kind !== 'direct' && message.text.includes(`<@${botId}>`)) {
    emitEvent(core, 'app_mention', { ...payload, type: 'app_mention', channel: channel.id });
  }
}

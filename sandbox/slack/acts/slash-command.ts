import { messageContent } from '../api/content.ts';
import { SlackRefusal } from '../api/method.ts';
import { addMessage } from '../messages.ts';
import { payloadChannelName } from '../payloads.ts';
import type { SlackCore } from '../slack-core.ts';
import type { Channel } from '../state.ts';
import type { Outcome } from '../workspace.ts';
import { typedText } from './typed-text.ts';

/** Runs a slash command and waits for its acknowledgement. https://docs.slack.dev/interactivity/implementing-slash-commands */
export async function runSlashCommand(
  core: SlackCore,
  userId: string,
  channel: Channel,
  line: string,
  threadTs: string | undefined,
): Promise<Outcome> {
  const { command, rest } = split(line);
  const spec = core.commands.find((each) => each.command === command);
  if (spec === undefined) return { ok: false, notice: `${command} is not a valid command.` };
  if (threadTs !== undefined) return { ok: false, notice: `${command} is not supported in threads. Sorry!` };
  channel.readUpTo.set(userId, core.ids.ts());
  const withMentions = spec.should_escape === true;
  const url = core.responseUrls.issue({ kind: 'command', channel: channel.id, user: userId });
  const delivery = await core.socket.deliver({
    type: 'slash_commands',
    payload: {
      token: core.verificationToken,
      team_id: core.state.team.id,
      team_domain: core.state.team.domain,
      channel_id: channel.id,
      channel_name: payloadChannelName(channel),
      user_id: userId,
      user_name: core.state.people.get(userId)?.name ?? userId,
      command,
      text: typedText(core, rest, withMentions, true),
      api_app_id: core.state.bot.appId,
      is_enterprise_install: 'false',
      response_url: url,
      trigger_id: core.triggers.issue({ user: userId, channel: channel.id }),
    },
  });
  if (delivery.status !== 'acked')
    return failed(command, delivery.status === 'timeout' ? 'operation_timeout' : 'dispatch_failed');
  if (Object.keys(delivery.payload).length === 0) return { ok: true };
  return replyFromAck(core, { userId, channel, command, url }, delivery.payload);
}

function replyFromAck(
  core: SlackCore,
  about: { userId: string; channel: Channel; command: string; url: string },
  payload: Record<string, unknown>,
): Outcome {
  try {
    const content = messageContent(payload, { textLength: 40_000 });
    const { channel, userId } = about;
    const ephemeralTo = payload.response_type === 'in_channel' ? undefined : userId;
    const message = addMessage(core, { ...content, channel, user: core.state.bot.userId, ephemeralTo });
    core.responseUrls.remember(about.url, message.ts);
    return { ok: true };
  } catch (error) {
    if (error instanceof SlackRefusal) return failed(about.command, 'invalid_command_response');
    throw error;
  }
}

function failed(command: string, code: string): Outcome {
  return { ok: false, notice: `${command} failed with the error "${code}"` };
}

function split(line: string): { command: string; rest: string } {
  const match = /^(\S+)\s?([\s\S]*)$/.exec(line);
  return { command: match?.[1] ?? line, rest: (match?.[2] ?? '').trim() };
}

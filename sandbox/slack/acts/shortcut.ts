import { findMessage } from '../messages.ts';
import { messagePayload, payloadChannelName, payloadFrame } from '../payloads.ts';
import type { SlackCore } from '../slack-core.ts';
import type { Outcome } from '../workspace.ts';

/** Runs a shortcut. https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload */
export async function runShortcut(
  core: SlackCore,
  userId: string,
  callbackId: string,
  place?: { readonly channel: string; readonly ts: string },
): Promise<Outcome> {
  const known = core.shortcuts.find((each) => each.callback_id === callbackId);
  if (known === undefined) return { ok: false, notice: `There is no shortcut ${callbackId}` };
  if ((known.type === 'message') !== (place !== undefined)) {
    return { ok: false, notice: `${known.name} is a ${known.type} shortcut` };
  }
  const about = place === undefined ? {} : messagePart(core, userId, place);
  if (about === undefined) return { ok: false, notice: 'This message is not there any more' };
  const delivery = await core.socket.deliver({
    type: 'interactive',
    payload: {
      type: place === undefined ? 'shortcut' : 'message_action',
      ...payloadFrame(core, userId),
      callback_id: callbackId,
      action_ts: core.ids.ts(),
      trigger_id: core.triggers.issue({ user: userId, channel: place?.channel }),
      ...about,
    },
  });
  if (delivery.status === 'acked') return { ok: true };
  return { ok: false, notice: `${known.name} did not work: the app did not answer` };
}

function messagePart(
  core: SlackCore,
  userId: string,
  place: { readonly channel: string; readonly ts: string },
): Record<string, unknown> | undefined {
  const channel = core.state.channels.get(place.channel);
  const message = findMessage(core, place.channel, place.ts);
  // Slack offers no shortcuts on messages that only one person sees.
  if (channel === undefined || !channel.members.has(userId)) return undefined;
  if (message === undefined || message.ephemeralTo !== undefined) return undefined;
  return {
    channel: { id: channel.id, name: payloadChannelName(channel) },
    message_ts: message.ts,
    message: messagePayload(core, message),
    response_url: core.responseUrls.issue({
      kind: 'action',
      channel: channel.id,
      user: userId,
    }),
  };
}

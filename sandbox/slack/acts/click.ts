import { findMessage } from '../messages.ts';
import { messagePayload, payloadChannelName, payloadFrame, viewPayload } from '../payloads.ts';
import type { SlackCore } from '../slack-core.ts';
import type { Message, View } from '../state.ts';
import type { Block, Click, Outcome } from '../workspace.ts';
import { chosenState } from './chosen-state.ts';
import { findPlaced, type Placed } from './find-action.ts';
import { formState, withState } from './form-state.ts';

/** A person presses a button or chooses in a menu. https://docs.slack.dev/reference/interaction-payloads/block_actions-payload */
export async function clickElement(core: SlackCore, userId: string, click: Click): Promise<Outcome> {
  if (core.state.people.get(userId)?.deactivated) return { ok: false, notice: 'This account has been deactivated' };
  const surface = surfaceOf(core, userId, click);
  if (surface === undefined) return { ok: false, notice: 'This is not there any more' };
  const placed = findPlaced(surface.blocks, click.blockId, click.actionId);
  if (placed === undefined) return { ok: false, notice: `There is no element ${click.actionId} in ${click.blockId}` };
  const chosen = chosenState(placed.element, click.state);
  if (!chosen.ok) return { ok: false, notice: chosen.notice };
  surface.keep(withState(click.values, click.blockId, click.actionId, chosen.state), chosen.hasState);
  if (placed.isInput && placed.block.dispatch_action !== true) return { ok: true };
  const delivery = await core.socket.deliver({
    type: 'interactive',
    payload: {
      type: 'block_actions',
      ...payloadFrame(core, userId),
      ...surface.payload(),
      actions: [actionPayload(core, placed, chosen.state)],
    },
  });
  if (delivery.status === 'acked') return { ok: true };
  const why = delivery.status === 'timeout' ? 'did not answer in time' : 'is not connected';
  return { ok: false, notice: `Something went wrong: the app ${why}` };
}

interface ActionSurface {
  readonly blocks: readonly Block[];
  /** Remembers what was entered; the clicked element's own state only where it has one. */
  keep(values: View['values'], clickedToo: boolean): void;
  payload(): Record<string, unknown>;
}

function surfaceOf(core: SlackCore, userId: string, { place, values }: Click): ActionSurface | undefined {
  if (place.in === 'view') {
    const view = core.state.views.get(place.viewId);
    return view === undefined || view.user !== userId ? undefined : viewSurface(core, userId, view, values);
  }
  const message = findMessage(core, place.channel, place.ts);
  const member = core.state.channels.get(place.channel)?.members.has(userId) ?? false;
  if (message === undefined || !member || (message.ephemeralTo ?? userId) !== userId) return undefined;
  return messageSurface(core, userId, message, values);
}

function viewSurface(core: SlackCore, userId: string, view: View, others: Click['values']): ActionSurface {
  return {
    blocks: view.source.blocks,
    keep: (values, clickedToo) => {
      view.values = formState(view.source.blocks, view.values, clickedToo ? values : others);
    },
    payload: () => ({
      trigger_id: core.triggers.issue({ user: userId, viewId: view.id }),
      container: { type: 'view', view_id: view.id },
      view: viewPayload(core, view),
    }),
  };
}

function messageSurface(core: SlackCore, userId: string, message: Message, others: Click['values']): ActionSurface {
  const channel = core.state.channels.get(message.channel);
  const blocks = [...message.blocks, ...message.attachments.flatMap((each) => each.blocks ?? [])];
  const ephemeral = message.ephemeralTo !== undefined;
  return {
    blocks,
    keep: (values, clickedToo) => {
      message.inputs.set(userId, formState(blocks, message.inputs.get(userId), clickedToo ? values : others));
    },
    payload: () => ({
      trigger_id: core.triggers.issue({ user: userId, channel: message.channel }),
      container: {
        type: 'message',
        message_ts: message.ts,
        channel_id: message.channel,
        is_ephemeral: ephemeral,
        ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
      },
      channel: { id: message.channel, name: channel === undefined ? '' : payloadChannelName(channel) },
      ...(ephemeral ? {} : { message: messagePayload(core, message) }),
      state: { values: formState(blocks, message.inputs.get(userId)) },
      response_url: core.responseUrls.issue({
        kind: 'action',
        channel: message.channel,
        user: userId,
        originalTs: message.ts,
      }),
    }),
  };
}

function actionPayload(
  core: SlackCore,
  { block, element }: Placed,
  state: Record<string, unknown>,
): Record<string, unknown> {
  const { options: _options, option_groups: _groups, focus_on_load: _focus, ...said } = element;
  return { ...said, block_id: block.block_id, ...state, action_ts: core.ids.ts() };
}

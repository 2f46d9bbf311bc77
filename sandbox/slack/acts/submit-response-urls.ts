import type { SlackCore } from '../slack-core.ts';
import type { View } from '../state.ts';
import { placedElements } from './find-action.ts';

/** A response_url for every conversation chosen in an input with `response_url_enabled`. */
export function submitResponseUrls(core: SlackCore, view: View): Record<string, unknown>[] {
  return placedElements(view.source.blocks).flatMap(({ block, element, isInput }) => {
    if (!isInput || element.response_url_enabled !== true) return [];
    const state = view.values[block.block_id]?.[element.action_id];
    const channel = state?.selected_conversation ?? state?.selected_channel;
    if (typeof channel !== 'string') return [];
    const url = core.responseUrls.issue({ kind: 'action', channel, user: view.user });
    return [{ block_id: block.block_id, action_id: element.action_id, channel_id: channel, response_url: url }];
  });
}

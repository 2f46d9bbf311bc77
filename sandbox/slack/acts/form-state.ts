import type { Block, FormValues } from '../workspace.ts';
import { type Element, placedElements } from './find-action.ts';

/** What an element holds before anybody touched it, in the words of `state.values`. */
type Untouched = (element: Element) => Record<string, unknown>;

const text: Untouched = (element) => ({ value: element.initial_value ?? null });
const option: Untouched = (element) => ({ selected_option: element.initial_option ?? null });
const options: Untouched = (element) => ({ selected_options: element.initial_options ?? [] });

/** Elements with a state. Buttons and overflow menus have none. https://docs.slack.dev/reference/views#view-state */
const untouched: Readonly<Record<string, Untouched>> = {
  plain_text_input: text,
  number_input: text,
  email_text_input: text,
  url_text_input: text,
  rich_text_input: (element) => ({ rich_text_value: element.initial_value ?? null }),
  static_select: option,
  external_select: option,
  radio_buttons: option,
  users_select: (element) => ({ selected_user: element.initial_user ?? null }),
  conversations_select: (element) => ({ selected_conversation: element.initial_conversation ?? null }),
  channels_select: (element) => ({ selected_channel: element.initial_channel ?? null }),
  multi_static_select: options,
  multi_external_select: options,
  checkboxes: options,
  multi_users_select: (element) => ({ selected_users: element.initial_users ?? [] }),
  multi_conversations_select: (element) => ({ selected_conversations: element.initial_conversations ?? [] }),
  multi_channels_select: (element) => ({ selected_channels: element.initial_channels ?? [] }),
  datepicker: (element) => ({ selected_date: element.initial_date ?? null }),
  timepicker: (element) => ({ selected_time: element.initial_time ?? null }),
  datetimepicker: (element) => ({ selected_date_time: element.initial_date_time ?? null }),
  file_input: () => ({ files: [] }),
};

/** `state.values` of a surface: what the person entered, else what the app put there. Later layers win. */
export function formState(blocks: readonly Block[], ...layers: readonly (FormValues | undefined)[]): FormValues {
  const values: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const { block, element } of placedElements(blocks)) {
    const initial = untouched[element.type];
    if (initial === undefined) continue;
    const entered = layers.map((layer) => layer?.[block.block_id]?.[element.action_id]);
    const ofBlock = values[block.block_id] ?? {};
    ofBlock[element.action_id] = Object.assign({ type: element.type }, initial(element), ...entered);
    values[block.block_id] = ofBlock;
  }
  return values;
}

/** One element's state as an addition to the rest. */
export function withState(
  values: FormValues | undefined,
  blockId: string,
  actionId: string,
  state: Record<string, unknown>,
): FormValues {
  return { ...values, [blockId]: { ...values?.[blockId], [actionId]: state } };
}

import type { FormValues } from '../../../slack/workspace.ts';
import type { FormElement, StatefulBlock } from './form-element.ts';

/** An element's state in Slack's words: what `view.state.values[block_id][action_id]` holds. */
export type ElementState = Record<string, unknown>;

export function initialState(element: FormElement): ElementState {
  const { type } = element;
  switch (type) {
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return { type, value: element.initial_value ?? null };
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type, selected_option: element.initial_option ?? null };
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { type, selected_options: element.initial_options ?? [] };
    case 'users_select':
      return { type, selected_user: element.initial_user ?? null };
    case 'multi_users_select':
      return { type, selected_users: element.initial_users ?? [] };
    case 'conversations_select':
      return { type, selected_conversation: element.initial_conversation ?? null };
    case 'multi_conversations_select':
      return { type, selected_conversations: element.initial_conversations ?? [] };
    case 'channels_select':
      return { type, selected_channel: element.initial_channel ?? null };
    case 'multi_channels_select':
      return { type, selected_channels: element.initial_channels ?? [] };
    case 'datepicker':
      return { type, selected_date: element.initial_date ?? null };
    case 'timepicker':
      return { type, selected_time: element.initial_time ?? null };
    case 'datetimepicker':
      return { type, selected_date_time: element.initial_date_time ?? null };
  }
}

/** The state of every element of a message or view, edited or not. */
export function collectValues(blocks: readonly StatefulBlock[], edited: FormValues): FormValues {
  const values: Record<string, Record<string, ElementState>> = {};
  for (const { blockId, elements } of blocks) {
    for (const element of elements) {
      const actionId = element.action_id ?? '';
      const state = edited[blockId]?.[actionId] ?? initialState(element);
      values[blockId] = { ...values[blockId], [actionId]: state };
    }
  }
  return values;
}

/** Sentences for inputs that Slack itself would not let through, by block id. */
export function problems(blocks: readonly StatefulBlock[], values: FormValues): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { blockId, elements, required } of blocks) {
    const element = elements[0];
    if (required === undefined || element === undefined) continue;
    const problem = problemOf(element, values[blockId]?.[element.action_id ?? ''] ?? {}, required);
    if (problem !== undefined) found[blockId] = problem;
  }
  return found;
}

function problemOf(element: FormElement, state: ElementState, required: boolean): string | undefined {
  const entry = Object.entries(state).find(([key]) => key !== 'type')?.[1];
  const isEmpty = entry === null || entry === undefined || entry === '' || (Array.isArray(entry) && entry.length === 0);
  if (isEmpty) return required ? 'Please complete this required field.' : undefined;
  const text = String(entry);
  if (element.type === 'plain_text_input') return lengthProblem(text, element.min_length, element.max_length);
  if (element.type === 'number_input') return numberProblem(text, element);
  if (element.type === 'email_text_input' && !/^\S+@\S+\.\S+$/.test(text)) return 'Please enter a valid email address.';
  if (element.type === 'url_text_input' && !/^https?:\/\/\S+$/i.test(text)) return 'Please enter a valid URL.';
  return undefined;
}

function lengthProblem(text: string, min = 0, max = 3000): string | undefined {
  if (text.length < min) return `Please enter at least ${min} characters.`;
  return text.length > max ? `Please enter at most ${max} characters.` : undefined;
}

function numberProblem(text: string, element: Extract<FormElement, { type: 'number_input' }>): string | undefined {
  const value = Number(text);
  if (!Number.isFinite(value)) return 'Please enter a number.';
  if (!element.is_decimal_allowed && !Number.isInteger(value)) return 'Please enter a whole number.';
  if (element.min_value !== undefined && value < Number(element.min_value))
    return `Please enter ${element.min_value} or more.`;
  if (element.max_value !== undefined && value > Number(element.max_value))
    return `Please enter ${element.max_value} or less.`;
  return undefined;
}

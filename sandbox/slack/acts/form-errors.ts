import type { Block, FormValues } from '../workspace.ts';
import { type Element, placedElements } from './find-action.ts';

/** What Slack's client refuses before the app hears of it: block_id -> sentence, in the words of the page's own check. */
export function formErrors(blocks: readonly Block[], values: FormValues): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { block, element, isInput } of placedElements(blocks)) {
    if (!isInput) continue;
    const state = values[block.block_id]?.[element.action_id] ?? {};
    const sentence = isEmpty(state)
      ? block.optional === true
        ? undefined
        : 'Please complete this required field.'
      : wrongValue(element, state);
    if (sentence !== undefined) errors[block.block_id] = sentence;
  }
  return errors;
}

function isEmpty(state: Record<string, unknown>): boolean {
  const { type: _type, timezone: _timezone, ...held } = state;
  return Object.values(held).every(
    (value) => value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0),
  );
}

function wrongValue(element: Element, state: Record<string, unknown>): string | undefined {
  const value = typeof state.value === 'string' ? state.value : '';
  switch (element.type) {
    case 'plain_text_input':
      return wrongLength(element, value);
    case 'number_input':
      return wrongNumber(element, value);
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? undefined : 'Please enter a valid email address.';
    case 'url_text_input':
      return URL.canParse(value) ? undefined : 'Please enter a valid URL.';
    default:
      return tooMany(element, state);
  }
}

function wrongLength(element: Element, value: string): string | undefined {
  const { min_length: min, max_length: max } = element;
  if (typeof min === 'number' && value.length < min) return `Please enter at least ${min} characters.`;
  const limit = typeof max === 'number' ? max : 3000;
  return value.length > limit ? `Please enter at most ${limit} characters.` : undefined;
}

function wrongNumber(element: Element, value: string): string | undefined {
  const decimals = element.is_decimal_allowed === true;
  if (!(decimals ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/).test(value)) {
    return decimals ? 'Please enter a number.' : 'Please enter a whole number.';
  }
  const { min_value: min, max_value: max } = element;
  if (min !== undefined && Number(value) < Number(min)) return `Please enter ${min} or more.`;
  if (max !== undefined && Number(value) > Number(max)) return `Please enter ${max} or less.`;
  return undefined;
}

function tooMany(element: Element, state: Record<string, unknown>): string | undefined {
  const max = element.max_selected_items;
  const chosen = Object.values(state).find(Array.isArray);
  if (typeof max !== 'number' || chosen === undefined || chosen.length <= max) return undefined;
  return `Please choose at most ${max}.`;
}

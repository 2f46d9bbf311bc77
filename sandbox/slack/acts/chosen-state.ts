import { isDeepStrictEqual } from 'node:util';
import type { Element } from './find-action.ts';

export type Chosen =
  | { readonly ok: true; readonly hasState: boolean; readonly state: Record<string, unknown> }
  | { readonly ok: false; readonly notice: string };

interface Option {
  readonly value?: unknown;
  readonly text?: unknown;
  readonly description?: unknown;
}

/** The state a click leaves an element in. What the element does not offer cannot be chosen. */
export function chosenState(element: Element, given: Record<string, unknown> | undefined): Chosen {
  if (element.type === 'button' || element.type === 'workflow_button' || element.type === 'icon_button') {
    return { ok: true, hasState: false, state: {} };
  }
  if (given === undefined) return { ok: false, notice: `Say what to choose in ${element.action_id}` };
  const { type: _type, ...state } = given;
  const offered = optionsOf(element);
  if (offered === undefined) return { ok: true, hasState: element.type !== 'feedback_buttons', state };
  const resolved = resolve(state, offered);
  if (resolved === undefined) return { ok: false, notice: `${element.action_id} does not offer that` };
  return { ok: true, hasState: element.type !== 'overflow', state: resolved };
}

function resolve(state: Record<string, unknown>, offered: readonly Option[]): Record<string, unknown> | undefined {
  const find = (wanted: unknown) =>
    offered.find((each) => isDeepStrictEqual(each, wanted) || (isOption(wanted) && each.value === wanted.value));
  const many = state.selected_options;
  if (Array.isArray(many)) {
    const found = many.map(find);
    return found.includes(undefined) ? undefined : { ...state, selected_options: found };
  }
  if (state.selected_option === null) return state;
  const found = find(state.selected_option);
  return found === undefined ? undefined : { ...state, selected_option: found };
}

function optionsOf(element: Element): Option[] | undefined {
  if (element.type === 'feedback_buttons' || !('options' in element || 'option_groups' in element)) return undefined;
  const groups = Array.isArray(element.option_groups) ? element.option_groups : [];
  return [element, ...groups].flatMap((each) => (Array.isArray(each.options) ? each.options.filter(isOption) : []));
}

function isOption(value: unknown): value is Option {
  return typeof value === 'object' && value !== null && 'value' in value;
}

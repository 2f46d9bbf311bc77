import type { WorkspaceView } from '../slack/workspace.ts';
import { textOf } from './text-of.ts';

type Json = Record<string, unknown>;

/** Something that can be chosen: the words a person may call it by, and what the element then holds. */
export interface Offer {
  readonly words: readonly string[];
  readonly holds: unknown;
}

/** Where an element keeps what is chosen. https://docs.slack.dev/reference/views#view-state */
const keptIn: Readonly<Record<string, string>> = {
  static_select: 'selected_option',
  radio_buttons: 'selected_option',
  overflow: 'selected_option',
  multi_static_select: 'selected_options',
  checkboxes: 'selected_options',
  users_select: 'selected_user',
  multi_users_select: 'selected_users',
  conversations_select: 'selected_conversation',
  multi_conversations_select: 'selected_conversations',
  channels_select: 'selected_channel',
  multi_channels_select: 'selected_channels',
};

/** What an element offers to this person. */
export function offersOf(element: Json, view: WorkspaceView): Offer[] {
  const type = String(element.type);
  if (type.endsWith('users_select')) {
    return view.people.map(({ id, name, realName }) => ({ words: [realName, name, `@${name}`], holds: id }));
  }
  if (type.endsWith('conversations_select') || type.endsWith('channels_select')) {
    const shown = view.channels.filter((each) => type.endsWith('conversations_select') || each.kind === 'public');
    return shown.map(({ id, name }) => ({ words: [`#${name}`, name], holds: id }));
  }
  return optionsOf(element).map((option) => ({ words: [textOf(option.text)], holds: option }));
}

/**
 * The element's state once something was chosen: where several may be, it is added to the others, or taken away again.
 * @param held the state before, where the person already chose something
 */
export function stateWith(element: Json, offer: Offer, held: Json | undefined): Json {
  const key = keptIn[String(element.type)] ?? 'selected_option';
  if (!key.endsWith('s')) return { [key]: offer.holds };
  const before = held?.[key] ?? element[key.replace('selected_', 'initial_')] ?? [];
  const others = (before as unknown[]).filter((each) => heldValue(each) !== heldValue(offer.holds));
  return { [key]: others.length < (before as unknown[]).length ? others : [...others, offer.holds] };
}

/** Options of a select, those in groups included. */
export function optionsOf(element: Json): Json[] {
  const groups = (element.option_groups ?? []) as Json[];
  return [element, ...groups].flatMap((each) => (each.options ?? []) as Json[]);
}

/** What an element holds before anybody touches it. */
export function initiallyHeld(element: Json): unknown[] {
  const key = keptIn[String(element.type)]?.replace('selected_', 'initial_') ?? 'initial_option';
  return element[key] === undefined ? [] : [element[key]].flat();
}

export function heldValue(held: unknown): unknown {
  return typeof held === 'object' && held !== null ? (held as Json).value : held;
}

import type { Block, ElementPlace, WorkspaceView } from '../slack/workspace.ts';
import { optionsOf, textOf } from './render-blocks.ts';

type Json = Record<string, unknown>;

export interface FoundElement {
  readonly place: ElementPlace;
  readonly blockId: string;
  readonly actionId: string;
  readonly element: Json;
  /** Set for inputs: the label above them. */
  readonly label?: string;
}

/** Everything this person could press or fill in right now: the topmost modal alone, else messages, the newest first. */
function elementsOf(view: WorkspaceView): FoundElement[] {
  const modal = view.modals.at(-1);
  if (modal !== undefined) return fromBlocks(modal.blocks, { in: 'view', viewId: modal.id });
  const home = view.home === undefined ? [] : fromBlocks(view.home.blocks, { in: 'view', viewId: view.home.id });
  const messages = view.channels
    .flatMap((channel) => channel.messages.map((message) => ({ channel: channel.id, message })))
    .sort((a, b) => Number(b.message.ts) - Number(a.message.ts));
  const inMessages = messages.flatMap(({ channel, message }) =>
    fromBlocks(message.blocks, {
      in: 'message',
      channel,
      ts: message.ts,
      ...(message.ephemeral ? { ephemeral: true } : {}),
    }),
  );
  return [...inMessages, ...home];
}

export function findButton(view: WorkspaceView, label: string): FoundElement | undefined {
  return elementsOf(view).find(({ element }) => element.type === 'button' && textOf(element.text) === label);
}

/** The first select that offers an option whose text is, or begins with, what the person reads out. */
export function findOption(
  view: WorkspaceView,
  option: string,
  label?: string,
): (FoundElement & { readonly option: Json }) | undefined {
  for (const found of elementsOf(view)) {
    if (label !== undefined && found.label !== label) continue;
    const options = optionsOf(found.element);
    const hit =
      options.find((each) => textOf(each.text) === option) ??
      options.find((each) => textOf(each.text).startsWith(option));
    if (hit !== undefined) return { ...found, option: hit };
  }
  return undefined;
}

export function findInput(view: WorkspaceView, label: string): FoundElement | undefined {
  return elementsOf(view).find((found) => found.label === label);
}

function fromBlocks(blocks: readonly Block[], place: ElementPlace): FoundElement[] {
  return blocks.flatMap((block) => {
    const raw = block as Json;
    const blockId = String(block.block_id ?? '');
    const at = (element: Json): FoundElement => ({
      place,
      blockId,
      actionId: String(element.action_id ?? ''),
      element,
    });
    if (block.type === 'actions') return (raw.elements as Json[]).map(at);
    if (block.type === 'input') return [{ ...at(raw.element as Json), label: textOf(raw.label) }];
    if (block.type === 'section' && raw.accessory !== undefined) return [at(raw.accessory as Json)];
    return [];
  });
}

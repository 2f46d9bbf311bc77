import type { Block, ChannelView, ElementPlace, MessageView, WorkspaceView } from '../slack/workspace.ts';
import { isFilledIn } from './filled-state.ts';
import { type Offer, offersOf } from './offers.ts';
import { renderMessage } from './render-message.ts';
import { textOf } from './text-of.ts';

type Json = Record<string, unknown>;

export interface FoundElement {
  readonly place: ElementPlace;
  readonly blockId: string;
  readonly actionId: string;
  readonly element: Json;
  /** What names it on the screen: the label above an input, the placeholder of another element. */
  readonly label?: string;
  /** Whether the app hears of it at once; otherwise with the form. */
  readonly dispatches: boolean;
}

/** Where to look: a channel by name or `@bot`, and words that the message has. */
export interface Scope {
  readonly channel?: string;
  readonly on?: string;
}

/**
 * The messages that a person sees, the newest first: where several cards show the same button, the newest one is meant,
 * unless words of another are given.
 */
export function messagesIn(view: WorkspaceView, scope: Scope): { channel: ChannelView; message: MessageView }[] {
  const { channel: name, on } = scope;
  const channels = name === undefined ? view.channels : [findChannel(view, name)].filter((each) => each !== undefined);
  return channels
    .flatMap((channel) => channel.messages.map((message) => ({ channel, message })))
    .filter(({ message }) => on === undefined || renderMessage(message, view).join('\n').includes(on))
    .sort((a, b) => Number(b.message.ts) - Number(a.message.ts));
}

/** A channel by its name, or with `@` the direct message with the bot of that name. */
export function findChannel(view: WorkspaceView, name: string): ChannelView | undefined {
  if (!name.startsWith('@')) return view.channels.find((each) => each.kind !== 'direct' && each.name === name);
  const other = view.people.find((each) => each.name === name.slice(1));
  return view.channels.find((each) => each.kind === 'direct' && each.withUser === other?.id);
}

/** Everything that could be pressed or filled in: the topmost form alone, else messages, the newest first, and the Home tab. */
function elementsIn(view: WorkspaceView, scope: Scope): FoundElement[] {
  const anywhere = scope.channel === undefined && scope.on === undefined;
  const form = view.modals.at(-1);
  if (form !== undefined && anywhere) return fromBlocks(form.blocks, { in: 'view', viewId: form.id });
  const inMessages = messagesIn(view, scope).flatMap(({ channel, message }) =>
    fromBlocks([...message.blocks, ...message.attachments.flatMap((each) => each.blocks ?? [])], {
      in: 'message',
      channel: channel.id,
      ts: message.ts,
      ...(message.ephemeral ? { ephemeral: true } : {}),
    }),
  );
  const home = view.home === undefined || !anywhere ? undefined : view.home;
  return [...inMessages, ...(home === undefined ? [] : fromBlocks(home.blocks, { in: 'view', viewId: home.id }))];
}

export function findButton(view: WorkspaceView, label: string, scope: Scope): FoundElement | undefined {
  return buttonsIn(view, scope).find(({ element }) => textOf(element.text) === label);
}

/** What the buttons are called that could be pressed. */
export function buttonLabels(view: WorkspaceView, scope: Scope): string[] {
  return [...new Set(buttonsIn(view, scope).map(({ element }) => textOf(element.text)))];
}

/** The first element that offers something whose text is, or begins with, what the person reads out. */
export function findOffer(
  view: WorkspaceView,
  option: string,
  label: string | undefined,
  scope: Scope,
): (FoundElement & { readonly offer: Offer }) | undefined {
  for (const found of elementsIn(view, scope)) {
    if (label !== undefined && found.label !== label) continue;
    const offers = offersOf(found.element, view);
    const offer =
      offers.find((each) => each.words.includes(option)) ??
      offers.find((each) => each.words.some((words) => words.startsWith(option)));
    if (offer !== undefined) return { ...found, offer };
  }
  return undefined;
}

/** A field of the topmost form, or of a message where none is open: for text, a day or a time of day. */
export function findInput(view: WorkspaceView, label: string, scope: Scope): FoundElement | undefined {
  return elementsIn(view, scope).find(({ label: own, element }) => own === label && isFilledIn(String(element.type)));
}

function buttonsIn(view: WorkspaceView, scope: Scope): FoundElement[] {
  return elementsIn(view, scope).filter(({ element }) => element.type === 'button');
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
      dispatches: true,
      ...(element.placeholder === undefined ? {} : { label: textOf(element.placeholder) }),
    });
    if (block.type === 'actions') return (raw.elements as Json[]).map(at);
    if (block.type === 'input') {
      const found = at(raw.element as Json);
      return [{ ...found, label: textOf(raw.label), dispatches: raw.dispatch_action === true }];
    }
    if (block.type === 'section' && raw.accessory !== undefined) return [at(raw.accessory as Json)];
    return [];
  });
}

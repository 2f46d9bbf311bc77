import type { FormValues, Outcome, Workspace, WorkspaceView } from '../slack/workspace.ts';
import { filledState } from './filled-state.ts';
import {
  buttonLabels,
  type FoundElement,
  findButton,
  findChannel,
  findInput,
  findOffer,
  messagesIn,
} from './find-element.ts';
import { stateWith } from './offers.ts';
import type { Deed, Where } from './parse-script.ts';
import { type Names, plainWords } from './plain-words.ts';
import { textOf } from './text-of.ts';

interface ScriptMemory {
  /** View id -> what was filled in there, until it is submitted. */
  readonly forms: Map<string, FormValues>;
  /** What a person is told without anything having been sent, e.g. a confirm dialog. */
  readonly hear: (words: string) => void;
}

const done: Outcome = { ok: true };

interface Actor {
  readonly workspace: Workspace;
  readonly person: { readonly id: string; readonly name: string };
  readonly view: WorkspaceView;
  readonly memory: ScriptMemory;
}

/** Does what a person does; a sentence comes back where it could not even be tried. */
export async function act(
  workspace: Workspace,
  person: Actor['person'],
  deed: Deed & Where,
  memory: ScriptMemory,
): Promise<Outcome | string> {
  const view = workspace.view(person.id);
  const actor = { workspace, person, view, memory };
  const form = view.modals.at(-1);
  switch (deed.deed) {
    case 'type':
      return type(actor, deed);
    case 'reply':
      return reply(actor, deed);
    case 'click':
      return click(actor, deed);
    case 'choose': {
      const found = findOffer(view, deed.option, deed.label, deed);
      if (found === undefined) return `nothing offers "${deed.option}"`;
      const held = entered(found, memory).values?.[found.blockId]?.[found.actionId];
      return enter(actor, found, stateWith(found.element, found.offer, held));
    }
    case 'fill': {
      const input = findInput(view, deed.label, deed);
      if (input === undefined) return `there is no field "${deed.label}"`;
      const state = filledState(String(input.element.type), deed.value);
      return typeof state === 'string' ? state : enter(actor, input, state);
    }
    case 'submit':
      return form === undefined ? 'no form is open' : submit(actor, form.id);
    case 'close':
      return form === undefined ? 'no form is open' : workspace.closeModal(person.id, form.id);
    case 'home':
      return workspace.openHome(person.id);
  }
}

type The<D extends Deed['deed']> = Extract<Deed, { readonly deed: D }> & Where;

async function type({ workspace, person, view }: Actor, { channel: name, words }: The<'type'>) {
  const channel = name === undefined ? view.channels[0] : findChannel(view, name);
  if (channel === undefined) return `${person.name} sees no channel ${name ?? ''}`.trimEnd();
  return workspace.type(person.id, channel.id, words);
}

async function reply({ workspace, person, view }: Actor, deed: The<'reply'>) {
  const found = messagesIn(view, deed).find(({ message }) => !message.ephemeral);
  if (found === undefined) return 'there is no message to reply to';
  return workspace.type(person.id, found.channel.id, deed.words, found.message.threadTs ?? found.message.ts);
}

async function click({ workspace, person, view, memory }: Actor, deed: The<'click'>) {
  const button = findButton(view, deed.label, deed);
  if (button === undefined) return noButton(deed.label, buttonLabels(view, deed));
  const asked = confirmation(button, view);
  if (asked !== undefined) memory.hear(`${person.name} is asked: ${asked.words}`);
  if (deed.answer !== undefined && deed.answer !== asked?.goOn)
    return asked?.stay === deed.answer ? done : `nothing asks for "${deed.answer}"`;
  return workspace.click(person.id, { ...placed(button), ...entered(button, memory) });
}

/** Leaves an element in a state; the app hears of it where it asked to. */
async function enter({ workspace, person, memory }: Actor, found: FoundElement, state: Record<string, unknown>) {
  const { blockId, actionId, element } = found;
  const before = memory.forms.get(placeKey(found));
  const ofBlock = { ...before?.[blockId], [actionId]: { type: element.type, ...state } };
  memory.forms.set(placeKey(found), { ...before, [blockId]: ofBlock });
  return found.dispatches ? workspace.click(person.id, { ...placed(found), state, ...entered(found, memory) }) : done;
}

async function submit({ workspace, person, memory }: Actor, viewId: string) {
  const outcome = await workspace.submitModal(person.id, viewId, memory.forms.get(viewId) ?? {});
  // A form that comes back with a sentence at a field is an answer, whether Slack or the app wrote it.
  const errors = workspace.view(person.id).modals.find((each) => each.id === viewId)?.errors ?? {};
  return Object.keys(errors).length > 0 ? done : outcome;
}

function noButton(label: string, others: readonly string[]): string {
  const seen = others.length === 0 ? '' : `; there is ${others.map((each) => `"${each}"`).join(', ')}`;
  return `there is no button "${label}"${seen}`;
}

/** The dialog that comes before the app hears of a press. */
function confirmation(
  { element }: FoundElement,
  names: Names,
): { readonly words: string; readonly goOn: string; readonly stay: string } | undefined {
  if (element.confirm === undefined) return undefined;
  const { title, text, confirm, deny } = element.confirm as Record<string, Record<string, unknown> | undefined>;
  const goOn = confirm === undefined ? 'Yes' : textOf(confirm);
  const stay = deny === undefined ? 'Cancel' : textOf(deny);
  const said = text?.type === 'mrkdwn' ? plainWords(String(text.text), names) : textOf(text);
  const words = `${textOf(title ?? { text: 'Are you sure?' })} ${said.replaceAll('\n', ' ')} [${stay}] [${goOn}]`;
  return { words, goOn, stay };
}

/** Where a form's or a message's entries are kept until they are sent. */
function placeKey({ place }: FoundElement): string {
  return place.in === 'view' ? place.viewId : `${place.channel}/${place.ts}`;
}

function entered(found: FoundElement, { forms }: ScriptMemory): { readonly values?: FormValues } {
  const values = forms.get(placeKey(found));
  return values === undefined ? {} : { values };
}

function placed({ place, blockId, actionId }: FoundElement): Pick<FoundElement, 'place' | 'blockId' | 'actionId'> {
  return { place, blockId, actionId };
}

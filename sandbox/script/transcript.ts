import type { ChannelView, MessageView, ModalView, Workspace, WorkspaceView } from '../slack/workspace.ts';
import { renderBlocks } from './render-blocks.ts';
import { renderMessage } from './render-message.ts';
import { textOf } from './text-of.ts';

/** One thing that somebody saw happen. `payload` is what the bot sent, for `--json`. */
export interface Seen {
  readonly heading: string;
  readonly lines: readonly string[];
  readonly payload: unknown;
}

/** A thing as it was when it was last looked at. */
interface Remembered {
  readonly content: string;
  /** Only for messages: what to say when it is gone. */
  readonly ifGone?: Seen;
}

interface Look {
  readonly memory: Map<string, Remembered>;
  /** What is still there. */
  readonly met: Set<string>;
}

/** What is seen in channels comes first, then in direct messages, then forms and Home tabs. */
type Ranked = Seen & { readonly rank: 0 | 1 | 2 };

/** Tells what became visible since it was last asked: to whom, where, and what it says. */
export function createWitness(workspace: Workspace, userIds: readonly string[]): () => Seen[] {
  const memory = new Map<string, Remembered>();
  const look = (): Seen[] => {
    const met = new Set<string>();
    const seen = userIds.flatMap((userId) => changes(workspace.view(userId), { memory, met }));
    const gone = [...memory].flatMap(([key, { ifGone }]) => {
      if (met.has(key) || ifGone === undefined) return [];
      memory.delete(key);
      return [ifGone];
    });
    return [...gone, ...seen.sort((a, b) => a.rank - b.rank)];
  };
  look();
  return look;
}

function changes(view: WorkspaceView, look: Look): Ranked[] {
  const inChannels = view.channels.flatMap((channel) =>
    channel.messages.flatMap((message) => messageChange(view, channel, message, look)),
  );
  return [...inChannels, ...formChanges(view, look)];
}

function messageChange(view: WorkspaceView, channel: ChannelView, message: MessageView, look: Look): Ranked[] {
  const author = view.people.find((person) => person.id === message.user);
  if (author?.isBot === false) return [];
  const name = author?.realName ?? message.user;
  const place = placeOf(view, channel, message);
  const { replyCount: _replies, unreadReplies: _unread, ...content } = message;
  const lines = renderMessage(message, view);
  const heading = `${name} takes back a message${place}: ${quoted(lines)}`;
  const ifGone = { heading, lines: [], payload: { channel: channel.id, ts: message.ts, deleted: true } };
  const verb = remember(look, `${channel.id}/${message.ts}/${message.ephemeral ? view.me.id : ''}`, content, ifGone);
  if (verb === undefined) return [];
  const what = `${name}${verb === 'changed' ? ' changes a message' : ''}${place}:`;
  return [{ rank: channel.kind === 'direct' ? 1 : 0, heading: what, lines, payload: message }];
}

/** ` in #vm-approvals, in the thread of "..."`, ` to alice directly`. */
function placeOf(view: WorkspaceView, channel: ChannelView, message: MessageView): string {
  const where = channel.kind === 'direct' ? ` to ${view.me.name} directly` : ` in #${channel.name}`;
  const only = message.ephemeral ? `, only for ${view.me.name}` : '';
  if (message.threadTs === undefined || message.threadTs === message.ts) return `${where}${only}`;
  const root = channel.messages.find((each) => each.ts === message.threadTs);
  const of = root === undefined ? '' : ` of ${quoted(renderMessage(root, view))}`;
  return `${where}${only}, in the thread${of}${message.broadcast ? ' and in the channel' : ''}`;
}

const quotedLength = 60;

/** The first words of a message, to tell it from others. */
function quoted(lines: readonly string[]): string {
  const [first = ''] = lines.map((line) => line.replace(/^== (.*) ==$/, '$1')).filter((line) => line.trim() !== '');
  return `"${first.length > quotedLength ? `${first.slice(0, quotedLength - 1).trimEnd()}…` : first}"`;
}

function formChanges(view: WorkspaceView, look: Look): Ranked[] {
  const views = [...view.modals, ...(view.home === undefined ? [] : [view.home])];
  return views.flatMap((form) => {
    const verb = remember(look, `${view.me.id}/${form.id}`, form);
    if (verb === undefined) return [];
    const what = form.type === 'home' ? 'the app home' : 'a form';
    const heading = verb === 'new' ? `${view.me.name} sees ${what}:` : `${view.me.name} sees ${what} change:`;
    return [{ rank: 2, heading, lines: renderForm(form, view), payload: form }];
  });
}

function remember({ memory, met }: Look, key: string, thing: unknown, ifGone?: Seen): 'new' | 'changed' | undefined {
  met.add(key);
  const content = JSON.stringify(thing);
  const before = memory.get(key)?.content;
  memory.set(key, { content, ...(ifGone === undefined ? {} : { ifGone }) });
  if (before === content) return undefined;
  return before === undefined ? 'new' : 'changed';
}

function renderForm(form: ModalView, view: WorkspaceView): string[] {
  const labels = new Map(form.blocks.map((block) => [block.block_id, textOf(block.label)]));
  const errors = Object.entries(form.errors).map(([blockId, sentence]) => {
    return Object.keys(form.errors).length > 1 ? `! ${labels.get(blockId)}: ${sentence}` : `! ${sentence}`;
  });
  const buttons =
    form.type === 'home' ? [] : [`[${form.close}]${form.submit === undefined ? '' : ` [${form.submit}]`}`];
  return [
    ...(form.type === 'home' ? [] : [`== ${form.title} ==`]),
    ...renderBlocks(form.blocks, view),
    ...errors,
    ...buttons,
  ];
}

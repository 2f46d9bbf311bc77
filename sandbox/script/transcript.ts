import type { ChannelView, MessageView, ModalView, Workspace, WorkspaceView } from '../slack/workspace.ts';
import { renderBlocks } from './render-blocks.ts';

/** One thing that somebody saw happen. `payload` is what the bot sent, for `--json`. */
export interface Seen {
  readonly heading: string;
  readonly lines: readonly string[];
  readonly payload: unknown;
}

type Memory = Map<string, string>;

/** Tells what became visible since it was last asked: to whom, where, and what it says. */
export function createWitness(workspace: Workspace, userIds: readonly string[]): () => Seen[] {
  const memory: Memory = new Map();
  const look = () => userIds.flatMap((userId) => changes(workspace.view(userId), memory));
  look();
  return look;
}

function changes(view: WorkspaceView, memory: Memory): Seen[] {
  const inChannels = view.channels.flatMap((channel) =>
    channel.messages.flatMap((message) => messageChange(view, channel, message, memory)),
  );
  return [...inChannels, ...modalChanges(view, memory)];
}

function messageChange(view: WorkspaceView, channel: ChannelView, message: MessageView, memory: Memory): Seen[] {
  const author = view.people.find((person) => person.id === message.user);
  if (author?.isBot === false) return [];
  const verb = remember(memory, `${channel.id}/${message.ts}/${message.ephemeral ? view.me.id : ''}`, message);
  if (verb === undefined) return [];
  const what = verb === 'changed' ? ' changes a message' : '';
  const place = channel.kind === 'direct' ? ` to ${view.me.name} directly` : ` in #${channel.name}`;
  const only = message.ephemeral ? `, only for ${view.me.name}` : '';
  const thread = message.threadTs !== undefined && message.threadTs !== message.ts ? ', in a thread' : '';
  const heading = `${author?.realName ?? message.user}${what}${place}${only}${thread}:`;
  return [{ heading, lines: renderMessage(message), payload: message }];
}

function modalChanges(view: WorkspaceView, memory: Memory): Seen[] {
  const views = [...view.modals, ...(view.home === undefined ? [] : [view.home])];
  return views.flatMap((modal) => {
    if (remember(memory, `${view.me.id}/${modal.id}`, modal) === undefined) return [];
    return [
      {
        heading: `${view.me.name} sees ${modal.type === 'home' ? 'the app home' : 'a form'}:`,
        lines: renderModal(modal),
        payload: modal,
      },
    ];
  });
}

function remember(memory: Memory, key: string, thing: MessageView | ModalView): 'new' | 'changed' | undefined {
  const now = JSON.stringify(thing);
  const before = memory.get(key);
  if (before === now) return undefined;
  memory.set(key, now);
  return before === undefined ? 'new' : 'changed';
}

function renderMessage(message: MessageView): string[] {
  const body = message.blocks.length > 0 ? renderBlocks(message.blocks) : message.text.split('\n');
  const attached = message.attachments.flatMap((each) => (each.blocks ? renderBlocks(each.blocks) : [each.text ?? '']));
  return [...body, ...attached, ...message.files.map((file) => `(file: ${file.name}, ${file.size} bytes)`)];
}

function renderModal(modal: ModalView): string[] {
  const buttons =
    modal.type === 'home' ? [] : [`[${modal.close}]${modal.submit === undefined ? '' : ` [${modal.submit}]`}`];
  const errors = Object.values(modal.errors).map((sentence) => `! ${sentence}`);
  return [
    ...(modal.type === 'home' ? [] : [`== ${modal.title} ==`]),
    ...renderBlocks(modal.blocks),
    ...errors,
    ...buttons,
  ];
}

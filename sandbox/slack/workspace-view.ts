import { fileType, previewOf } from './file-type.ts';
import type { SlackCore } from './slack-core.ts';
import type { Channel, Message, View } from './state.ts';
import type { ChannelView, FileView, MessageView, ModalView, WorkspaceView } from './workspace.ts';

/** Everything that one person may see, and nothing else. */
export function workspaceView(core: SlackCore, userId: string): WorkspaceView {
  const { state } = core;
  const me = state.people.get(userId);
  if (me === undefined) throw new Error(`There is no person ${userId} in this workspace`);
  const home = state.views.get(state.homes.get(userId) ?? '');
  return {
    team: { id: state.team.id, name: state.team.name },
    me,
    people: [...state.people.values()],
    userGroups: state.userGroups.map(({ id, handle, users }) => ({ id, handle, users })),
    channels: [...state.channels.values()]
      .filter((channel) => channel.members.has(userId))
      .map((channel) => channelView(core, channel, userId)),
    modals: (state.modals.get(userId) ?? []).flatMap((id) => {
      const view = state.views.get(id);
      return view === undefined ? [] : [modalView(view)];
    }),
    ...(home === undefined ? {} : { home: modalView(home) }),
    commands: core.commands.map((each) => ({
      command: each.command,
      description: each.description ?? '',
      usageHint: each.usage_hint ?? '',
    })),
    shortcuts: core.shortcuts.map((each) => ({ callbackId: each.callback_id, name: each.name, type: each.type })),
  };
}

function channelView(core: SlackCore, channel: Channel, userId: string): ChannelView {
  const visible = (core.state.messages.get(channel.id) ?? []).filter((each) => (each.ephemeralTo ?? userId) === userId);
  const readUpTo = channel.readUpTo.get(userId) ?? '';
  const counts = (each: Message) => isOnTop(each) && each.ephemeralTo === undefined;
  const replies = repliesByThread(core, channel);
  const withUser = [...channel.members].find((each) => each !== userId);
  return {
    id: channel.id,
    name: channel.name,
    kind: channel.kind,
    externallyShared: channel.externallyShared,
    ...(channel.kind === 'direct' && withUser !== undefined ? { withUser } : {}),
    ...(channel.kind === 'direct' && core.messagesTabReadOnly ? { readOnly: true } : {}),
    unread: visible.filter((each) => counts(each) && each.ts > readUpTo).length,
    messages: visible.map((each) =>
      messageView(core, each, threadView(channel, each, replies.get(each.ts) ?? [], userId)),
    ),
  };
}

function isOnTop(message: Message): boolean {
  return message.threadTs === undefined || message.threadTs === message.ts || message.broadcast === true;
}

/** The replies of each thread that all its readers see, by the ts of its first message. */
function repliesByThread(core: SlackCore, channel: Channel): Map<string, Message[]> {
  const replies = new Map<string, Message[]>();
  for (const message of core.state.messages.get(channel.id) ?? []) {
    const { ephemeralTo, threadTs, ts } = message;
    if (ephemeralTo !== undefined || threadTs === undefined || threadTs === ts) continue;
    replies.set(threadTs, [...(replies.get(threadTs) ?? []), message]);
  }
  return replies;
}

type ThreadView = Pick<MessageView, 'replyCount' | 'unreadReplies'>;

function threadView(channel: Channel, root: Message, replies: readonly Message[], userId: string): ThreadView {
  const readUpTo = channel.threadsReadUpTo.get(root.ts)?.get(userId) ?? '';
  const unread = replies.filter((each) => each.user !== userId && each.ts > readUpTo).length;
  return { replyCount: replies.length, ...(unread === 0 ? {} : { unreadReplies: unread }) };
}

function messageView(core: SlackCore, message: Message, thread: ThreadView): MessageView {
  return {
    ts: message.ts,
    ...(message.threadTs === undefined ? {} : { threadTs: message.threadTs }),
    user: message.user,
    ephemeral: message.ephemeralTo !== undefined,
    edited: message.editedTs !== undefined,
    text: message.text,
    blocks: message.blocks,
    attachments: message.attachments,
    files: message.files.flatMap((id) => fileView(core, id)),
    ...thread,
    ...(message.broadcast ? { broadcast: true } : {}),
    ...(message.reactions.size === 0
      ? {}
      : { reactions: [...message.reactions].map(([name, users]) => ({ name, users: [...users] })) }),
  };
}

function fileView(core: SlackCore, id: string): FileView[] {
  const file = core.state.files.get(id);
  if (file === undefined) return [];
  const { name, title, altText } = file;
  const path = `/files-view/${id}/${encodeURIComponent(name)}`;
  const { mimetype } = fileType(name, file.bytes);
  const preview = previewOf(name, file.bytes);
  const size = file.bytes?.length ?? 0;
  const more = { ...(altText === undefined ? {} : { altText }), ...(preview === undefined ? {} : { preview }) };
  return [{ id, name, title, mimetype, size, path, ...more }];
}

function modalView(view: View): ModalView {
  const { source } = view;
  const submit = plainText(source.submit);
  return {
    id: view.id,
    type: view.type,
    callbackId: typeof source.callback_id === 'string' ? source.callback_id : '',
    title: plainText(source.title) ?? '',
    ...(submit === undefined ? {} : { submit }),
    close: plainText(source.close) ?? 'Cancel',
    blocks: source.blocks,
    errors: view.errors,
  };
}

function plainText(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('text' in value)) return undefined;
  return typeof value.text === 'string' ? value.text : undefined;
}

import { fileType, previewOf } from './file-type.ts';
import { repliesOf } from './messages.ts';
import type { SlackCore } from './slack-core.ts';
import type { Channel, Message, View } from './state.ts';

/** The parts that Slack's payloads share. https://docs.slack.dev/reference/interaction-payloads */
export function payloadFrame(core: SlackCore, userId: string): Record<string, unknown> {
  const { team, bot } = core.state;
  const name = core.state.people.get(userId)?.name ?? userId;
  return {
    team: { id: team.id, domain: team.domain },
    user: { id: userId, username: name, name, team_id: core.state.people.get(userId)?.foreignTeam ?? team.id },
    api_app_id: bot.appId,
    token: core.verificationToken,
    enterprise: null,
    is_enterprise_install: false,
  };
}

/** A channel's name as payloads carry it: private ones are not told by name. */
export function payloadChannelName(channel: Channel): string {
  if (channel.kind === 'direct') return 'directmessage';
  return channel.kind === 'public' ? channel.name : 'privategroup';
}

export function messagePayload(core: SlackCore, message: Message): Record<string, unknown> {
  const { bot, team } = core.state;
  const replies = message.threadTs === undefined || message.threadTs === message.ts ? repliesOf(core, message) : [];
  const repliers = [...new Set(replies.map((each) => each.user))];
  return {
    type: 'message',
    ...(message.subtype === undefined ? {} : { subtype: message.subtype }),
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: team.id,
    ...(message.user === bot.userId ? { bot_id: bot.botId, app_id: bot.appId } : {}),
    ...(message.blocks.length === 0 ? {} : { blocks: message.blocks }),
    ...(message.attachments.length === 0 ? {} : { attachments: message.attachments }),
    ...(message.files.length === 0 ? {} : { files: message.files.map((id) => filePayload(core, id)) }),
    ...(message.reactions.size === 0 ? {} : { reactions: reactionsOf(message) }),
    ...(message.metadata === undefined ? {} : { metadata: message.metadata }),
    ...(message.editedTs === undefined ? {} : { edited: { user: message.user, ts: message.editedTs } }),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(replies.length === 0
      ? {}
      : {
          thread_ts: message.ts,
          reply_count: replies.length,
          reply_users: repliers,
          reply_users_count: repliers.length,
          latest_reply: replies.at(-1)?.ts,
        }),
  };
}

function reactionsOf(message: Message): Record<string, unknown>[] {
  return [...message.reactions].map(([name, users]) => ({ name, users: [...users], count: users.size }));
}

export function viewPayload(core: SlackCore, view: View): Record<string, unknown> {
  const { bot, team } = core.state;
  const { source } = view;
  return {
    id: view.id,
    team_id: team.id,
    type: view.type,
    blocks: source.blocks,
    private_metadata: source.private_metadata ?? '',
    callback_id: source.callback_id ?? '',
    state: { values: view.values },
    hash: view.hash,
    title: source.title ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: source.clear_on_close ?? false,
    notify_on_close: source.notify_on_close ?? false,
    close: source.close ?? null,
    submit: source.submit ?? null,
    previous_view_id: view.previousViewId,
    root_view_id: view.rootViewId,
    app_id: bot.appId,
    external_id: source.external_id ?? '',
    app_installed_team_id: team.id,
    bot_id: bot.botId,
  };
}

export function filePayload(core: SlackCore, id: string): Record<string, unknown> {
  const file = core.state.files.get(id);
  if (file === undefined) return { id, mode: 'tombstone' };
  const url = `${core.origin}/files-pri/${core.state.team.id}-${file.id}/${encodeURIComponent(file.name)}`;
  const type = fileType(file.name, file.bytes);
  const preview = previewOf(file.name, file.bytes);
  return {
    id: file.id,
    created: Math.floor(file.createdMs / 1000),
    timestamp: Math.floor(file.createdMs / 1000),
    name: file.name,
    title: file.title,
    mimetype: type.mimetype,
    filetype: type.filetype,
    user: core.state.bot.userId,
    user_team: core.state.team.id,
    size: file.bytes?.length ?? file.expectedBytes,
    mode: 'hosted',
    is_public: [...file.channels].some((each) => core.state.channels.get(each)?.kind === 'public'),
    url_private: url,
    url_private_download: `${url}?download=1`,
    permalink: `${core.origin}/files/${file.id}/${encodeURIComponent(file.name)}`,
    channels: [...file.channels].filter((each) => core.state.channels.get(each)?.kind === 'public'),
    groups: [...file.channels].filter((each) => core.state.channels.get(each)?.kind === 'private'),
    ims: [...file.channels].filter((each) => core.state.channels.get(each)?.kind === 'direct'),
    ...(file.altText === undefined ? {} : { alt_txt: file.altText }),
    ...(preview === undefined
      ? {}
      : {
          preview: preview.text,
          lines: preview.lines,
          lines_more: Math.max(0, preview.lines - preview.text.split('\n').length),
          preview_is_truncated: preview.text.split('\n').length < preview.lines,
        }),
  };
}

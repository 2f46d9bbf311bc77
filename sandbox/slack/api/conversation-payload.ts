import type { SlackCore } from '../slack-core.ts';
import type { Channel } from '../state.ts';

/** A conversation as conversations.info gives it. https://docs.slack.dev/reference/objects/conversation-object */
export function conversationPayload(core: SlackCore, channel: Channel): Record<string, unknown> {
  const botId = core.state.bot.userId;
  const common = {
    id: channel.id,
    created: Math.floor(channel.createdMs / 1000),
    is_archived: channel.archived,
    is_im: channel.kind === 'direct',
    is_mpim: channel.kind === 'group-direct',
    is_private: channel.kind !== 'public',
    is_org_shared: false,
    context_team_id: core.state.team.id,
  };
  if (channel.kind === 'direct') {
    return {
      ...common,
      user: [...channel.members].find((each) => each !== botId),
      is_user_deleted: false,
      priority: 0,
    };
  }
  return {
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_general: channel.name === 'general',
    is_shared: channel.externallyShared,
    is_ext_shared: channel.externallyShared,
    is_pending_ext_shared: false,
    is_member: channel.members.has(botId),
    creator: [...channel.members][0] ?? botId,
    unlinked: 0,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    previous_names: [],
    num_members: channel.members.size,
  };
}

import { emitEvent } from '../events.ts';
import type { SlackCore } from '../slack-core.ts';
import type { Channel } from '../state.ts';
import { conversationPayload } from './conversation-payload.ts';
import { visibleChannel } from './find-channel.ts';
import { type Args, flag, type Method, requiredText, SlackRefusal, text } from './method.ts';
import { openDirect } from './open-direct.ts';
import { page } from './page.ts';

const readScope = 'channels:read|groups:read|im:read|mpim:read';

const typeOf = { public: 'public_channel', private: 'private_channel', direct: 'im', 'group-direct': 'mpim' } as const;
const types = Object.values(typeOf);

const list: Method = {
  name: 'conversations.list',
  scope: readScope,
  run(core, args) {
    const { items, more } = page(args, wanted(core, args, core.state.bot.userId, false));
    return { channels: items.map((each) => conversationPayload(core, each)), ...more };
  },
};

const ofUser: Method = {
  name: 'users.conversations',
  scope: readScope,
  run(core, args) {
    const user = text(args, 'user') ?? core.state.bot.userId;
    if (!core.state.people.has(user)) throw new SlackRefusal('user_not_found');
    const { items, more } = page(args, wanted(core, args, user, true));
    return { channels: items.map((each) => conversationPayload(core, each)), ...more };
  },
};

const info: Method = {
  name: 'conversations.info',
  scope: readScope,
  run(core, args) {
    return { channel: conversationPayload(core, visibleChannel(core, requiredText(args, 'channel'))) };
  },
};

const members: Method = {
  name: 'conversations.members',
  scope: readScope,
  run(core, args) {
    const channel = visibleChannel(core, requiredText(args, 'channel'));
    const { items, more } = page(args, [...channel.members]);
    return { members: items, ...more };
  },
};

const open: Method = {
  name: 'conversations.open',
  scope: 'im:write|mpim:write',
  run(core, args) {
    const { channel, already } = openDirect(core, args);
    const seen = flag(args, 'return_im') ? conversationPayload(core, channel) : { id: channel.id };
    return { ...(already ? { no_op: true, already_open: true } : {}), channel: seen };
  },
};

const join: Method = {
  name: 'conversations.join',
  scope: 'channels:join',
  run(core, args) {
    const channel = visibleChannel(core, requiredText(args, 'channel'));
    if (channel.kind !== 'public') throw new SlackRefusal('method_not_supported_for_channel_type');
    if (channel.archived) throw new SlackRefusal('is_archived');
    const already = channel.members.has(core.state.bot.userId);
    if (!already) addMember(core, channel, core.state.bot.userId);
    return {
      channel: conversationPayload(core, channel),
      ...(already ? { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } } : {}),
    };
  },
};

export const conversationMethods: readonly Method[] = [list, ofUser, info, members, open, join];

/** Somebody comes into a channel; the app hears of it where it is itself a member. */
export function addMember(core: SlackCore, channel: Channel, user: string): void {
  channel.members.add(user);
  core.state.changed();
  if (!channel.members.has(core.state.bot.userId)) return;
  emitEvent(core, 'member_joined_channel', {
    type: 'member_joined_channel',
    user,
    channel: channel.id,
    channel_type: channel.kind === 'public' ? 'C' : 'G',
    team: core.state.team.id,
  });
}

function wanted(core: SlackCore, args: Args, user: string, onlyMember: boolean): Channel[] {
  const asked = (text(args, 'types') ?? 'public_channel').split(',').map((each) => each.trim());
  if (asked.some((each) => !types.some((type) => type === each))) throw new SlackRefusal('invalid_types');
  const botId = core.state.bot.userId;
  return [...core.state.channels.values()].filter(
    (each) =>
      asked.includes(typeOf[each.kind]) &&
      (each.members.has(user) || (!onlyMember && each.kind === 'public')) &&
      (each.kind === 'public' || each.members.has(botId)) &&
      !(flag(args, 'exclude_archived') && each.archived),
  );
}

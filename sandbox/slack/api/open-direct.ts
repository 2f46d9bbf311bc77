import { directChannelId } from '../direct-channel.ts';
import type { SlackCore } from '../slack-core.ts';
import type { Channel } from '../state.ts';
import { visibleChannel } from './find-channel.ts';
import { type Args, argumentRefusal, SlackRefusal, text } from './method.ts';

/** The direct message with one person, or the group message with several. */
export function openDirect(core: SlackCore, args: Args): { channel: Channel; already: boolean } {
  const channelId = text(args, 'channel');
  if (channelId !== undefined) return { channel: visibleChannel(core, channelId), already: true };
  const users = [...new Set((text(args, 'users') ?? '').split(',').map((each) => each.trim()))].filter(
    (id) => id !== '',
  );
  if (users.length === 0) throw argumentRefusal('invalid_arguments', ['[ERROR] missing required field: users']);
  if (users.length > 8) throw new SlackRefusal('too_many_users');
  if (users.some((id) => !core.state.people.has(id))) throw new SlackRefusal('user_not_found');
  if (users.some((id) => core.state.people.get(id)?.deactivated)) throw new SlackRefusal('user_disabled');
  if (users.includes(core.state.bot.userId)) throw new SlackRefusal('cannot_dm_bot');
  const [first = ''] = users;
  if (users.length === 1) return { channel: visibleChannel(core, directChannelId(first)), already: true };
  return groupDirect(core, users);
}

function groupDirect(core: SlackCore, users: readonly string[]): { channel: Channel; already: boolean } {
  const members = new Set([core.state.bot.userId, ...users]);
  const known = [...core.state.channels.values()].find(
    (each) =>
      each.kind === 'group-direct' &&
      each.members.size === members.size &&
      [...members].every((id) => each.members.has(id)),
  );
  if (known !== undefined) return { channel: known, already: true };
  const names = [...members].map((id) => core.state.people.get(id)?.name ?? id).sort();
  const channel: Channel = {
    id: core.ids.next('G'),
    name: `mpdm-${names.join('--')}-1`,
    kind: 'group-direct',
    externallyShared: false,
    createdMs: core.clock.now(),
    members,
    archived: false,
    readUpTo: new Map(),
    threadsReadUpTo: new Map(),
  };
  core.state.channels.set(channel.id, channel);
  core.state.messages.set(channel.id, []);
  core.state.changed();
  return { channel, already: false };
}

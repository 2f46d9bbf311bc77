import type { SlackCore } from '../slack-core.ts';
import type { Channel } from '../state.ts';
import { SlackRefusal } from './method.ts';

/** A channel that the bot can see: public ones, and private ones it is a member of. By id, or by `#name`. */
export function visibleChannel(core: SlackCore, wanted: string): Channel {
  const { channels, bot } = core.state;
  const byName = () => [...channels.values()].find((each) => each.kind === 'public' && `#${each.name}` === wanted);
  const channel = channels.get(wanted) ?? byName();
  if (channel === undefined) throw new SlackRefusal('channel_not_found');
  if (channel.kind !== 'public' && !channel.members.has(bot.userId)) throw new SlackRefusal('channel_not_found');
  return channel;
}

/** Where the bot may write. A person's id means the direct message with that person. */
export function writableChannel(core: SlackCore, wanted: string): Channel {
  const channel = visibleChannel(core, core.state.people.has(wanted) ? `D${wanted.slice(1)}` : wanted);
  if (channel.archived) throw new SlackRefusal('is_archived');
  if (!channel.members.has(core.state.bot.userId)) throw new SlackRefusal('not_in_channel');
  return channel;
}

import type { SlackSpec } from '../world/schema.ts';
import { directChannelId } from './direct-channel.ts';
import type { BotIdentity, Channel, SlackState } from './state.ts';

/** The workspace of a world's `slack` part, with a direct message between everybody and the bot. */
export function initialState(spec: SlackSpec, bot: BotIdentity, nowMs: number): SlackState {
  const listeners = new Set<() => void>();
  const state: SlackState = {
    team: spec.team,
    bot,
    people: new Map(),
    userGroups: spec.userGroups,
    channels: new Map(),
    messages: new Map(),
    views: new Map(),
    modals: new Map(),
    homes: new Map(),
    files: new Map(),
    listeners,
    changed: () => {
      for (const listener of [...listeners]) listener();
    },
  };
  addPeople(state, spec);
  for (const channel of channelsOf(spec, bot, nowMs)) {
    state.channels.set(channel.id, channel);
    state.messages.set(channel.id, []);
  }
  return state;
}

function addPeople(state: SlackState, spec: SlackSpec): void {
  for (const user of spec.users) {
    state.people.set(user.id, {
      id: user.id,
      name: user.name,
      realName: user.realName ?? user.name,
      tz: user.tz,
      isBot: false,
      guest: user.guest !== false,
      ...(user.guest === 'single-channel' ? { singleChannel: true } : {}),
      ...(user.deactivated ? { deactivated: true } : {}),
      admin: user.admin,
      ...(user.foreignTeam === undefined ? {} : { foreignTeam: user.foreignTeam }),
    });
  }
  const { userId: id, name, realName } = state.bot;
  state.people.set(id, { id, name, realName, tz: 'Etc/UTC', isBot: true, guest: false, admin: false });
}

function channelsOf(spec: SlackSpec, bot: BotIdentity, nowMs: number): Channel[] {
  const locals = spec.users
    .filter((user) => user.guest === false && user.foreignTeam === undefined && !user.deactivated)
    .map((user) => user.id);
  const common = { createdMs: nowMs, archived: false };
  const rooms = spec.channels.map(
    (each): Channel => ({
      ...common,
      id: each.id,
      name: each.name,
      kind: each.private ? 'private' : 'public',
      externallyShared: each.externallyShared,
      members: new Set([...(each.members ?? locals), ...(each.bot ? [bot.userId] : [])]),
      readUpTo: new Map(),
      threadsReadUpTo: new Map(),
    }),
  );
  const directs = spec.users.map(
    (user): Channel => ({
      ...common,
      id: directChannelId(user.id),
      name: user.name,
      kind: 'direct',
      externallyShared: user.foreignTeam !== undefined,
      members: new Set([user.id, bot.userId]),
      readUpTo: new Map(),
      threadsReadUpTo: new Map(),
    }),
  );
  return [...rooms, ...directs];
}

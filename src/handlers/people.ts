import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { Actor } from '../core/policy/actor.ts';
import { createKept } from './kept.ts';

/** Who somebody is, and which channels strangers can read, as Slack says. Nothing here throws: what is not known refuses. */
export interface People {
  /** @param teamId of the workspace that the person acts from, where Slack sent it along */
  actor(userId: string, teamId?: string): Promise<Actor>;
  /** Whether people of another company may read along; also where Slack does not say. */
  channelIsExternal(channelId: string): Promise<boolean>;
}

interface Parts {
  readonly client: Pick<WebClient, 'auth' | 'conversations' | 'usergroups' | 'users'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** How long an answer of Slack's counts. */
  readonly keepMs: number;
  /** The user groups that the policy names. */
  readonly groupIds: readonly string[];
}

type User = NonNullable<Awaited<ReturnType<WebClient['users']['info']>>['user']>;

export function createPeople({ client, clock, log, keepMs, groupIds }: Parts): People {
  const teams = createKept({ clock, keepMs, read: async (_: 'ours') => (await client.auth.test()).team_id });
  const users = createKept({ clock, keepMs, read: async (user: string) => (await client.users.info({ user })).user });
  const groups = createKept({
    clock,
    keepMs,
    read: async (usergroup: string) => {
      const { users: members } = await client.usergroups.users.list({ usergroup }).catch(nobodyInMissing);
      return new Set(members);
    },
  });

  const channels = createKept({
    clock,
    keepMs,
    read: async (channel: string) => (await client.conversations.info({ channel })).channel,
  });

  async function kindOf(userId: string, teamId: string | undefined): Promise<Actor['kind']> {
    const [team, user] = await Promise.all([teams.get('ours'), users.get(userId)]);
    if (team === undefined || user === undefined) return 'unknown';
    return teamId !== undefined && teamId !== team ? 'stranger' : kindIn(user, team);
  }

  async function groupsOf(userId: string): Promise<ReadonlySet<string>> {
    const members = await Promise.all(groupIds.map((id) => groups.get(id)));
    return new Set(groupIds.filter((_, at) => members[at]?.has(userId)));
  }

  return {
    async actor(userId, teamId) {
      const [kind, memberships] = await Promise.all([
        kindOf(userId, teamId).catch((error: unknown): Actor['kind'] => {
          log.warn({ err: error, user: userId }, 'Slack did not say who somebody is');
          return 'unknown';
        }),
        groupsOf(userId).catch((error: unknown) => {
          log.warn({ err: error }, 'Slack did not say who belongs to the user groups of the policy');
          return undefined;
        }),
      ]);
      return { userId, kind, groupIds: memberships };
    },

    async channelIsExternal(channelId) {
      try {
        const channel = await channels.get(channelId);
        const isPending = channel?.is_pending_ext_shared === true || (channel?.pending_shared ?? []).length > 0;
        return channel === undefined || channel.is_ext_shared !== false || isPending;
      } catch (error) {
        log.info({ err: error, channel: channelId }, 'Slack did not say whether a channel is shared with others');
        return true;
      }
    },
  };
}

/** A group that was taken away has no members; it must not make the others unknown. */
function nobodyInMissing(error: { readonly data?: { readonly error?: string } }): { users: string[] } {
  if (error.data?.error === 'no_such_subteam') return { users: [] };
  throw error;
}

/** Whatever Slack leaves out counts against the person. https://docs.slack.dev/reference/objects/user-object */
function kindIn(user: User, ourTeam: string): Actor['kind'] {
  if (user.is_bot || user.id === 'USLACKBOT') return 'bot';
  // In an Enterprise organisation a person has one home team and may belong to several.
  const isOurs = user.team_id === ourTeam || (user.enterprise_user?.teams ?? []).includes(ourTeam);
  if (user.is_stranger || (user.team_id !== undefined && !isOurs)) return 'stranger';
  if (user.is_restricted || user.is_ultra_restricted) return 'guest';
  const isSaid = user.is_restricted === false && user.is_ultra_restricted === false;
  return !user.deleted && isOurs && isSaid ? 'member' : 'unknown';
}

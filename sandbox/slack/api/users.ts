import type { SlackCore } from '../slack-core.ts';
import { type Method, requiredText, SlackRefusal } from './method.ts';
import { page } from './page.ts';

const scope = 'users:read';

const info: Method = {
  name: 'users.info',
  scope,
  run(core, args) {
    return { user: userPayload(core, requiredText(args, 'user')) };
  },
};

const list: Method = {
  name: 'users.list',
  scope,
  run(core, args) {
    const { items, more } = page(args, [...core.state.people.keys()]);
    return {
      members: items.map((id) => userPayload(core, id)),
      cache_ts: Math.floor(core.clock.now() / 1000),
      ...more,
    };
  },
};

const lookupByEmail: Method = {
  name: 'users.lookupByEmail',
  scope: 'users:read.email',
  run(core, args) {
    const email = requiredText(args, 'email').toLowerCase();
    const id = [...core.state.people.keys()].find((each) => emailOf(core, each) === email);
    if (id === undefined) throw new SlackRefusal('users_not_found');
    return { user: userPayload(core, id) };
  },
};

export const userMethods: readonly Method[] = [info, list, lookupByEmail];

/** A person as users.info gives them. https://docs.slack.dev/reference/objects/user-object */
function userPayload(core: SlackCore, id: string): Record<string, unknown> {
  const person = core.state.people.get(id);
  if (person === undefined) throw new SlackRefusal('user_not_found');
  const foreign = person.foreignTeam !== undefined;
  return {
    id,
    team_id: person.foreignTeam ?? core.state.team.id,
    name: person.name,
    deleted: person.deactivated === true,
    real_name: person.realName,
    tz: person.tz,
    tz_label: person.tz,
    tz_offset: offsetSeconds(person.tz, core.clock.now()),
    profile: {
      real_name: person.realName,
      real_name_normalized: person.realName,
      display_name: person.name,
      display_name_normalized: person.name,
      ...(foreign ? {} : { email: emailOf(core, id) }),
      team: person.foreignTeam ?? core.state.team.id,
      ...(person.isBot ? { api_app_id: core.state.bot.appId, bot_id: core.state.bot.botId } : {}),
    },
    is_admin: person.admin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: person.guest,
    is_ultra_restricted: person.singleChannel === true,
    is_bot: person.isBot,
    is_app_user: false,
    is_stranger: foreign,
    updated: 0,
  };
}

function emailOf(core: SlackCore, id: string): string {
  return `${core.state.people.get(id)?.name ?? id}@${core.state.team.domain}.example`.toLowerCase();
}

function offsetSeconds(timeZone: string, nowMs: number): number {
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(nowMs);
    const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
    const match = /([+-])(\d{2}):(\d{2})/.exec(name);
    return match === null ? 0 : Number(`${match[1]}1`) * (Number(match[2]) * 3600 + Number(match[3]) * 60);
  } catch {
    return 0;
  }
}

import type { SlackCore } from '../slack-core.ts';
import { flag, type Method, requiredText, SlackRefusal } from './method.ts';

const scope = 'usergroups:read';

const list: Method = {
  name: 'usergroups.list',
  scope,
  run(core, args) {
    const withUsers = flag(args, 'include_users');
    return {
      usergroups: core.state.userGroups.map((group) => ({
        ...groupPayload(core, group),
        ...(withUsers ? { users: group.users } : {}),
      })),
    };
  },
};

const users: Method = {
  name: 'usergroups.users.list',
  scope,
  run(core, args) {
    const group = core.state.userGroups.find((each) => each.id === requiredText(args, 'usergroup'));
    if (group === undefined) throw new SlackRefusal('no_such_subteam');
    return { users: group.users };
  },
};

export const userGroupMethods: readonly Method[] = [list, users];

function groupPayload(core: SlackCore, group: SlackCore['state']['userGroups'][number]): Record<string, unknown> {
  return {
    id: group.id,
    team_id: core.state.team.id,
    is_usergroup: true,
    name: group.name ?? group.handle,
    description: '',
    handle: group.handle,
    is_external: false,
    date_delete: 0,
    user_count: group.users.length,
    prefs: { channels: [], groups: [] },
  };
}

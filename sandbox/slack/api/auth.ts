import type { Method } from './method.ts';
import { SlackRefusal, text } from './method.ts';

const apiTest: Method = {
  name: 'api.test',
  run(_core, args) {
    const { token: _token, ...rest } = args;
    const error = text(args, 'error');
    if (error !== undefined) throw new SlackRefusal(error, { args: rest });
    return Object.keys(rest).length === 0 ? {} : { args: rest };
  },
};

const authTest: Method = {
  name: 'auth.test',
  run(core) {
    const { team, bot } = core.state;
    return {
      url: `https://${team.domain}.slack.com/`,
      team: team.name,
      user: bot.name,
      team_id: team.id,
      user_id: bot.userId,
      bot_id: bot.botId,
      is_enterprise_install: false,
    };
  },
};

const botsInfo: Method = {
  name: 'bots.info',
  scope: 'users:read',
  run(core, args) {
    const { bot } = core.state;
    if (text(args, 'bot') !== bot.botId) throw new SlackRefusal('bot_not_found');
    return {
      bot: { id: bot.botId, deleted: false, name: bot.realName, app_id: bot.appId, user_id: bot.userId, icons: {} },
    };
  },
};

const teamInfo: Method = {
  name: 'team.info',
  scope: 'team:read',
  run(core) {
    const { id, name, domain } = core.state.team;
    return { team: { id, name, domain, url: `https://${domain}.slack.com/`, email_domain: `${domain}.example` } };
  },
};

export const authMethods: readonly Method[] = [apiTest, authTest, botsInfo, teamInfo];

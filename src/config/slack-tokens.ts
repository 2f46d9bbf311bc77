import { Secret } from '../secret.ts';
import type { Problem } from './problem.ts';

const tokens = {
  SLACK_BOT_TOKEN: {
    prefix: 'xoxb-',
    mend: 'Set it to the bot token, which begins with xoxb- (your Slack app, "OAuth & Permissions").',
  },
  SLACK_APP_TOKEN: {
    prefix: 'xapp-',
    mend: 'Set it to an app-level token with connections:write, which begins with xapp- (your Slack app, "Basic Information").',
  },
} as const;

type Env = Readonly<Record<string, string | undefined>>;

/** The two tokens from the environment, or what is wrong with them. */
export function readSlackTokens(env: Env): { botToken: Secret; appToken: Secret } | Problem[] {
  const bot = env.SLACK_BOT_TOKEN;
  const app = env.SLACK_APP_TOKEN;
  const problems = [...judge('SLACK_BOT_TOKEN', bot), ...judge('SLACK_APP_TOKEN', app)];
  if (problems.length > 0 || bot === undefined || app === undefined) return problems;
  return { botToken: new Secret(bot), appToken: new Secret(app) };
}

function judge(where: keyof typeof tokens, token: string | undefined): Problem[] {
  const { prefix, mend } = tokens[where];
  if (token === undefined) return [{ where, problem: 'is missing', mend }];
  if (token.startsWith(prefix) && /^[\w.-]{10,}$/.test(token)) return [];
  const other = Object.entries(tokens).find(([name, each]) => name !== where && token.startsWith(each.prefix));
  if (other !== undefined)
    return [{ where, problem: `holds what belongs into ${other[0]} (${other[1].prefix}...)`, mend }];
  return [{ where, problem: `does not look like a token that begins with ${prefix}`, mend }];
}

import { Secret } from '../secret.ts';
import { isProblems, type Problem } from './problem.ts';
import type { ConfigFile } from './schema.ts';

/** Where requests are approved, and what proves a rule in Azure to be this bot's own. */
export interface ApprovalsConfig {
  /** Id of the Slack channel where requests are shown. Absent: nothing can be asked for. */
  readonly channel?: string;
  /** Names this bot among others that share a subscription. */
  readonly installation: string;
  /** The key of the seal on the bot's own rules; there wherever there is a channel. */
  readonly sealKey?: Secret;
}

const shortestKey = 32;
const mend = `Set it to at least ${shortestKey} random characters, e.g. those that openssl rand -base64 32 prints, and keep it: with another key the bot does not know its own rules again.`;

/** @param already what is wrong with the file: a channel that is there, but wrong, is not missing as well */
export function readApprovals(
  { approvals, policy }: Pick<ConfigFile, 'approvals' | 'policy'>,
  env: Readonly<Record<string, string | undefined>>,
  already: readonly Problem[],
): ApprovalsConfig | Problem[] {
  const { channel, installation } = approvals;
  const isNeeded = channel !== undefined || env.DRAWBRIDGE_SEAL_KEY !== undefined;
  const sealKey = isNeeded ? readSealKey(env, 'approvals.channel needs it') : undefined;
  const problems = [
    ...(isProblems(sealKey) ? sealKey : []),
    ...(channel === undefined && !already.some((each) => each.where.startsWith('approvals'))
      ? needsChannel(policy)
      : []),
  ];
  if (isProblems(sealKey) || problems.length > 0) return problems;
  return {
    installation,
    ...(channel === undefined ? {} : { channel }),
    ...(sealKey === undefined ? {} : { sealKey }),
  };
}

/** @param why who needs it: "approvals.channel needs it" */
export function readSealKey(env: Readonly<Record<string, string | undefined>>, why: string): Secret | Problem[] {
  const key = env.DRAWBRIDGE_SEAL_KEY;
  const where = 'DRAWBRIDGE_SEAL_KEY';
  if (key === undefined) return [{ where, problem: `is missing, and ${why}`, mend }];
  if (key.length < shortestKey) return [{ where, problem: 'is too short', mend }];
  return new Secret(key);
}

/** A rule that lets people ask for changes promises what cannot be kept while there is nowhere to show a request. */
function needsChannel({ rules }: ConfigFile['policy']): Problem[] {
  const promises = rules.some(({ actions }) => Object.keys(actions).some((action) => action !== 'connect-check'));
  if (!promises) return [];
  return [
    {
      where: 'approvals.channel',
      problem: 'is missing, and policy.rules allow more than connect-check',
      mend: 'Give the id of the Slack channel where requests are shown, such as C0123ABC, and invite the bot into it.',
    },
  ];
}

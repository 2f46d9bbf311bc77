import type { Cloud } from './azure/clouds.ts';
import type { CredentialConfig } from './config/credential.ts';
import { parseFile } from './config/parse-file.ts';
import { isProblems, type Problem } from './config/problem.ts';
import { type ApprovalsConfig, readApprovals, readSealKey } from './config/read-approvals.ts';
import { readAzure } from './config/read-azure.ts';
import { readSsh, type SshConfig } from './config/read-ssh.ts';
import type { ConfigFile } from './config/schema.ts';
import { readSlackTokens } from './config/slack-tokens.ts';
import { pickStore, type StoreConfig } from './config/store-place.ts';
import { thresholdsOf, toAudit } from './config/to-audit.ts';
import { toPolicy } from './config/to-policy.ts';
import { type Templates, toTemplates } from './config/to-templates.ts';
import type { AuditSettings } from './core/audit/audit-settings.ts';
import type { CommandTemplate } from './core/commands/template.ts';
import type { Policy } from './core/policy/policy.ts';
import type { Secret } from './secret.ts';

/** Everything the operator decided, checked and complete. Safe to log: secrets hide themselves. */
export interface Config {
  readonly azure: {
    readonly cloud: Cloud;
    readonly credential: CredentialConfig;
    /** PEM certificates to trust, instead of the system's. */
    readonly ca?: string;
    readonly disableInstanceDiscovery: boolean;
    /** Deadline of each read, its retries and its token included. */
    readonly requestTimeoutMs: number;
    readonly retries: number;
    /** The only subscriptions to look at; left out: all that can be read. */
    readonly subscriptions?: readonly string[];
  };
  readonly slack: { readonly botToken: Secret; readonly appToken: Secret; readonly apiUrl?: string };
  readonly ssh: SshConfig;
  /** Empty where nothing is configured: then nobody may do anything. */
  readonly policy: Policy;
  readonly approvals: ApprovalsConfig;
  readonly audit: AuditSettings;
  readonly store: StoreConfig;
  readonly log: ConfigFile['log'];
}

export type ConfigRead =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly Problem[] };

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads the YAML file and the environment and gathers every problem, not just the first.
 * @param yamlText undefined where there is no file: everything has a default but the secrets
 * @param readFile gives a file's text or throws; asked for azure.caFile, ssh.keyFile and the federated token
 */
export function readConfig(yamlText: string | undefined, env: Env, readFile: (path: string) => string): ConfigRead {
  const given = withoutBlanks(env);
  const file = parseFile(yamlText ?? '');
  const azure = readAzure(file.value.azure, given, readFile);
  const tokens = readSlackTokens(given);
  const store = pickStore(file.value.store, given.DATABASE_URL);
  const ssh = readSsh(file.value.ssh, given, readFile);
  // A section that is itself wrong was replaced by its defaults: what follows from those would only mislead.
  const mayFollow = !file.problems.some(({ where }) => where === 'the file' || where === 'azure');
  const templates = toTemplates(file.value.commands);
  const policy = toPolicy(file.value.policy, readTemplates(templates, file.problems));
  const approvals = readApprovals(file.value, given, file.problems);
  const audit = toAudit(file.value.audit);
  const problems = [tokens, store, ssh, ...(mayFollow ? [azure] : []), templates, policy, approvals, audit]
    .filter(isProblems)
    .flat();
  const refused: ConfigRead = { ok: false, problems: [...file.problems, ...problems] };
  if (isProblems(azure) || isProblems(tokens) || isProblems(store) || isProblems(ssh)) return refused;
  if (isProblems(templates) || isProblems(policy) || isProblems(approvals) || isProblems(audit)) return refused;
  if (file.problems.length > 0) return { ok: false, problems: file.problems };
  const { slack, log } = file.value;
  return {
    ok: true,
    config: {
      azure,
      slack: { ...tokens, ...(slack.apiUrl === undefined ? {} : { apiUrl: slack.apiUrl }) },
      ssh,
      policy,
      approvals,
      audit,
      store,
      log,
    },
  };
}

/** What the rules name is only held against commands that could all be read. */
function readTemplates(
  templates: Templates | Problem[],
  already: readonly Problem[],
): readonly CommandTemplate[] | undefined {
  const isBroken = already.some(({ where }) => where === 'the file' || where.split('.')[0] === 'commands');
  return isProblems(templates) || isBroken ? undefined : templates.all;
}

/** The same for who needs the store alone: what is wrong elsewhere does not matter. */
export function readStoreConfig(
  yamlText: string | undefined,
  env: Env,
): { readonly ok: true; readonly store: StoreConfig } | { readonly ok: false; readonly problems: readonly Problem[] } {
  const file = parseFile(yamlText ?? '');
  const store = pickStore(file.value.store, withoutBlanks(env).DATABASE_URL);
  const problems = [
    ...file.problems.filter(({ where }) => where === 'the file' || where.split('.')[0] === 'store'),
    ...(isProblems(store) ? store : []),
  ];
  return isProblems(store) || problems.length > 0 ? { ok: false, problems } : { ok: true, store };
}

/** What closing doors from Azure alone needs. */
export interface SweepConfig {
  readonly azure: Config['azure'];
  readonly installation: string;
  readonly sealKey: Secret;
}

/** The same for who closes doors when the bot is down: neither Slack nor the store nor the policy matters. */
export function readSweepConfig(
  yamlText: string | undefined,
  env: Env,
  readFile: (path: string) => string,
): { readonly ok: true; readonly config: SweepConfig } | { readonly ok: false; readonly problems: readonly Problem[] } {
  const given = withoutBlanks(env);
  const file = parseFile(yamlText ?? '');
  const inTheWay = file.problems.filter(({ where }) => !ofNoUseToSweep.has(where.split('.')[0] ?? ''));
  const mayFollow = !inTheWay.some(({ where }) => where === 'the file' || where === 'azure');
  const azure = readAzure(file.value.azure, given, readFile);
  const sealKey = readSealKey(given, 'by it the bot knows its own rules');
  if (isProblems(azure) || isProblems(sealKey) || inTheWay.length > 0) {
    const problems = [...(mayFollow ? [azure] : []), sealKey].filter(isProblems).flat();
    return { ok: false, problems: [...inTheWay, ...problems] };
  }
  return { ok: true, config: { azure, installation: file.value.approvals.installation, sealKey } };
}

/** The same for who only looks at Azure: an audit from the command line. */
export function readAuditConfig(
  yamlText: string | undefined,
  env: Env,
  readFile: (path: string) => string,
):
  | { readonly ok: true; readonly azure: Config['azure']; readonly thresholds: AuditSettings['thresholds'] }
  | { readonly ok: false; readonly problems: readonly Problem[] } {
  const file = parseFile(yamlText ?? '');
  const needed = new Set(['the file', 'azure', 'audit']);
  const problems = file.problems.filter(({ where }) => needed.has(where.split('.')[0] ?? ''));
  if (problems.length > 0) return { ok: false, problems };
  const azure = readAzure(file.value.azure, withoutBlanks(env), readFile);
  if (isProblems(azure)) return { ok: false, problems: azure };
  return { ok: true, azure, thresholds: thresholdsOf(file.value.audit) };
}

/** A key that is mistyped elsewhere, or a section that does not exist, may have been meant for what is needed. */
const ofNoUseToSweep = new Set(['slack', 'ssh', 'commands', 'policy', 'audit', 'store', 'log']);

function withoutBlanks(env: Env): Env {
  return Object.fromEntries(Object.entries(env).flatMap(([k, v]) => ((v ?? '').trim() === '' ? [] : [[k, v?.trim()]])));
}

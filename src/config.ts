import type { Cloud } from './azure/clouds.ts';
import { pickCloud } from './config/cloud.ts';
import { type CredentialConfig, pickCredential } from './config/credential.ts';
import { parseFile } from './config/parse-file.ts';
import type { Problem } from './config/problem.ts';
import { type ApprovalsConfig, readApprovals } from './config/read-approvals.ts';
import type { ConfigFile } from './config/schema.ts';
import { readSlackTokens } from './config/slack-tokens.ts';
import { pickStore, type StoreConfig } from './config/store-place.ts';
import { toPolicy } from './config/to-policy.ts';
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
  readonly ssh: {
    /** The address that the bot's own connections come from. Never detected. */
    readonly egress?: string;
    readonly proxy?: { readonly host: string; readonly port: number; readonly username?: string };
    readonly probeTimeoutMs: number;
  };
  /** Empty where nothing is configured: then nobody may do anything. */
  readonly policy: Policy;
  readonly approvals: ApprovalsConfig;
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
 * @param readFile gives a file's text or throws; asked for azure.caFile and the federated token
 */
export function readConfig(yamlText: string | undefined, env: Env, readFile: (path: string) => string): ConfigRead {
  const given = withoutBlanks(env);
  const file = parseFile(yamlText ?? '');
  const azure = file.value.azure;
  const cloud = pickCloud(azure, given.AZURE_AUTHORITY_HOST);
  const credential = pickCredential(azure, given);
  const tokens = readSlackTokens(given);
  const store = pickStore(file.value.store, given.DATABASE_URL);
  const ca = readable('azure.caFile', azure.caFile, readFile);
  const tokenFile = isProblems(credential) || credential.kind !== 'workload-identity' ? undefined : credential;
  const federated = readable('AZURE_FEDERATED_TOKEN_FILE', tokenFile?.tokenFilePath, readFile);
  // A section that is itself wrong was replaced by its defaults: what follows from those would only mislead.
  const mayFollow = !file.problems.some(({ where }) => where === 'the file' || where === 'azure');
  const policy = toPolicy(file.value.policy);
  const approvals = readApprovals(file.value, given, file.problems);
  const problems = [tokens, store, ...(mayFollow ? [cloud, credential, ca, federated] : []), policy, approvals]
    .filter(isProblems)
    .flat();
  const refused: ConfigRead = { ok: false, problems: [...file.problems, ...problems] };
  if (isProblems(cloud) || isProblems(credential) || isProblems(tokens) || isProblems(store)) return refused;
  if (isProblems(ca) || isProblems(federated) || isProblems(policy) || isProblems(approvals)) return refused;
  if (file.problems.length > 0) return { ok: false, problems: file.problems };
  const { slack, ssh, log } = file.value;
  return {
    ok: true,
    config: {
      azure: {
        cloud,
        credential,
        disableInstanceDiscovery: azure.disableInstanceDiscovery,
        requestTimeoutMs: azure.requestTimeoutMs,
        retries: azure.retries,
        ...(ca === undefined ? {} : { ca }),
        ...(azure.subscriptions === undefined ? {} : { subscriptions: azure.subscriptions }),
      },
      slack: { ...tokens, ...(slack.apiUrl === undefined ? {} : { apiUrl: slack.apiUrl }) },
      ssh: {
        probeTimeoutMs: ssh.probeTimeoutMs,
        ...(ssh.egress === undefined ? {} : { egress: ssh.egress }),
        ...(ssh.proxy === undefined ? {} : { proxy: proxyOf(new URL(ssh.proxy)) }),
      },
      policy,
      approvals,
      store,
      log,
    },
  };
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

function readable(
  where: string,
  path: string | undefined,
  readFile: (path: string) => string,
): string | undefined | Problem[] {
  if (path === undefined) return undefined;
  try {
    return readFile(path);
  } catch (error) {
    const problem = `names ${path}, which cannot be read (${error instanceof Error ? error.message : 'unknown'})`;
    return [{ where, problem, mend: 'Give the path of a file that the bot may read.' }];
  }
}

function proxyOf(url: URL) {
  const username = decodeURIComponent(url.username);
  const port = Number(url.port === '' ? 80 : url.port);
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port, ...(username === '' ? {} : { username }) };
}

function isProblems(value: unknown): value is Problem[] {
  return Array.isArray(value);
}

function withoutBlanks(env: Env): Env {
  return Object.fromEntries(Object.entries(env).flatMap(([k, v]) => ((v ?? '').trim() === '' ? [] : [[k, v?.trim()]])));
}

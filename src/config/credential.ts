import { Secret } from '../secret.ts';
import type { Problem } from './problem.ts';
import type { ConfigFile } from './schema.ts';

/** Who the bot is to Azure. `because` says why this kind was picked. */
export type CredentialConfig =
  | {
      readonly kind: 'client-secret';
      readonly because: string;
      readonly tenantId: string;
      readonly clientId: string;
      readonly clientSecret: Secret;
    }
  | {
      readonly kind: 'workload-identity';
      readonly because: string;
      readonly tenantId: string;
      readonly clientId: string;
      readonly tokenFilePath: string;
    }
  | { readonly kind: 'managed-identity'; readonly because: string; readonly clientId?: string };

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Picks the credential. `auto` takes the first that the environment holds: a client secret, then workload identity
 * (the variables that AKS injects), then a managed identity's endpoint (App Service, Container Apps, Arc). A plain
 * VM's managed identity leaves no trace in the environment and has to be asked for by name.
 */
export function pickCredential(file: ConfigFile['azure'], env: Env): CredentialConfig | Problem[] {
  const tenantId = file.tenantId ?? env.AZURE_TENANT_ID;
  const clientId = file.clientId ?? env.AZURE_CLIENT_ID;
  const picked = pickKind(file, env);
  if (picked === undefined) return [nothingToSignInWith];
  const { kind, because } = picked;
  if (kind === 'managed-identity') return { kind, because, ...(clientId === undefined ? {} : { clientId }) };
  const holder = kind === 'client-secret' ? 'AZURE_CLIENT_SECRET' : 'AZURE_FEDERATED_TOKEN_FILE';
  const held = env[holder];
  if (tenantId !== undefined && clientId !== undefined && held !== undefined) {
    return kind === 'client-secret'
      ? { kind, because, tenantId, clientId, clientSecret: new Secret(held) }
      : { kind, because, tenantId, clientId, tokenFilePath: held };
  }
  return [
    ...(tenantId === undefined ? [missing('AZURE_TENANT_ID', kind, "the directory's id (a GUID)")] : []),
    ...(clientId === undefined ? [missing('AZURE_CLIENT_ID', kind, "the application's (client) id (a GUID)")] : []),
    ...(held === undefined ? [missing(holder, kind, holderIs[holder])] : []),
  ];
}

function pickKind(file: ConfigFile['azure'], env: Env) {
  if (file.credential !== 'auto') return { kind: file.credential, because: 'azure.credential says so' } as const;
  if (env.AZURE_CLIENT_SECRET !== undefined) return found('client-secret', 'AZURE_CLIENT_SECRET');
  if (env.AZURE_FEDERATED_TOKEN_FILE !== undefined) return found('workload-identity', 'AZURE_FEDERATED_TOKEN_FILE');
  const endpoint = ['IDENTITY_ENDPOINT', 'MSI_ENDPOINT'].find((name) => env[name] !== undefined);
  if (endpoint !== undefined) return found('managed-identity', endpoint);
  // Half a client secret is more likely a forgotten variable than a wish for something else.
  if (env.AZURE_CLIENT_ID !== undefined && env.AZURE_TENANT_ID !== undefined)
    return found('client-secret', 'AZURE_CLIENT_ID');
  return undefined;
}

function found<Kind extends CredentialConfig['kind']>(kind: Kind, variable: string) {
  return { kind, because: `${variable} is set` };
}

const holderIs = {
  AZURE_CLIENT_SECRET: "the application's client secret",
  AZURE_FEDERATED_TOKEN_FILE: 'the path of the federated token (AKS sets it)',
};

function missing(where: string, kind: string, what: string): Problem {
  return { where, problem: `is missing, and the credential ${kind} needs it`, mend: `Set it to ${what}.` };
}

const nothingToSignInWith: Problem = {
  where: 'azure.credential',
  problem: 'is auto, and the environment holds nothing to sign in to Azure with',
  mend: 'Set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET; on an Azure VM with a managed identity set azure.credential to managed-identity instead.',
};

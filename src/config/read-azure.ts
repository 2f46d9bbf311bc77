import type { Config } from '../config.ts';
import { pickCloud } from './cloud.ts';
import { pickCredential } from './credential.ts';
import { isProblems, type Problem } from './problem.ts';
import type { ConfigFile } from './schema.ts';

/**
 * How the bot gets into Azure, or everything that is missing or wrong for that.
 * @param readFile gives a file's text or throws; asked for azure.caFile and the federated token
 */
export function readAzure(
  file: ConfigFile['azure'],
  env: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
): Config['azure'] | Problem[] {
  const cloud = pickCloud(file, env.AZURE_AUTHORITY_HOST);
  const credential = pickCredential(file, env);
  const ca = readable('azure.caFile', file.caFile, readFile);
  const tokenFile = isProblems(credential) || credential.kind !== 'workload-identity' ? undefined : credential;
  const federated = readable('AZURE_FEDERATED_TOKEN_FILE', tokenFile?.tokenFilePath, readFile);
  if (isProblems(cloud) || isProblems(credential) || isProblems(ca) || isProblems(federated))
    return [cloud, credential, ca, federated].filter(isProblems).flat();
  return {
    cloud,
    credential,
    disableInstanceDiscovery: file.disableInstanceDiscovery,
    requestTimeoutMs: file.requestTimeoutMs,
    retries: file.retries,
    ...(ca === undefined ? {} : { ca }),
    ...(file.subscriptions === undefined ? {} : { subscriptions: file.subscriptions }),
  };
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

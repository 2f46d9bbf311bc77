import type { Cloud } from '../azure/clouds.ts';
import { clouds } from '../azure/clouds.ts';
import type { Problem } from './problem.ts';
import type { ConfigFile } from './schema.ts';

const customKeys = ['endpoint', 'authorityHost', 'scope'] as const;

/** Which Azure to talk to: one of the known clouds, or the addresses of a custom one. */
export function pickCloud(file: ConfigFile['azure'], authorityHostFromEnv: string | undefined): Cloud | Problem[] {
  if (file.cloud !== 'custom') {
    const cloud = clouds[file.cloud];
    const problems = [...notForKnownClouds(file), ...wrongCloud(cloud, authorityHostFromEnv)];
    return problems.length > 0 ? problems : cloud;
  }
  const { endpoint, authorityHost } = file;
  if (endpoint === undefined || authorityHost === undefined) {
    return (['endpoint', 'authorityHost'] as const)
      .filter((key) => file[key] === undefined)
      .map((key) => ({
        where: `azure.${key}`,
        problem: 'is missing, and azure.cloud is custom',
        mend: `Give ${key === 'endpoint' ? "Resource Manager's" : "the sign-in server's"} https address.`,
      }));
  }
  const trimmed = endpoint.replace(/\/+$/, '');
  return {
    name: 'custom',
    endpoint: trimmed,
    authorityHost: authorityHost.replace(/\/+$/, ''),
    scope: file.scope ?? `${trimmed}/.default`,
  };
}

function notForKnownClouds(file: ConfigFile['azure']): Problem[] {
  return customKeys
    .filter((key) => file[key] !== undefined)
    .map((key) => ({
      where: `azure.${key}`,
      problem: `is only read for a custom cloud, and azure.cloud is ${file.cloud}`,
      mend: `Take it out, or set azure.cloud to custom.`,
    }));
}

/** AKS injects the authority of the cloud it runs in: another one than configured means a forgotten `azure.cloud`. */
function wrongCloud(cloud: Cloud, authorityHost: string | undefined): Problem[] {
  const other = Object.values(clouds).find((each) => hostOf(each.authorityHost) === hostOf(authorityHost));
  if (other === undefined || other.name === cloud.name) return [];
  return [
    {
      where: 'azure.cloud',
      problem: `is ${cloud.name}, but AZURE_AUTHORITY_HOST belongs to ${other.name}`,
      mend: `Set azure.cloud to ${other.name}, or unset AZURE_AUTHORITY_HOST.`,
    },
  ];
}

function hostOf(address: string | undefined): string | undefined {
  return address !== undefined && URL.canParse(address) ? new URL(address).host.toLowerCase() : undefined;
}

import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import packageJson from '../../package.json' with { type: 'json' };
import type { Config } from '../config.ts';
import type { Wait } from '../wait.ts';
import { retryPolicy } from './retry-policy.ts';
import type { SharedToken } from './shared-token.ts';

/** What every client of Resource Manager is made with, the SDK's and our own. */
export interface ClientOptions {
  readonly endpoint: string;
  readonly credentials: { readonly scopes: string[] };
  readonly userAgentOptions: { readonly userAgentPrefix: string };
  readonly retryOptions: { readonly maxRetries: number };
  readonly additionalPolicies: { readonly policy: PipelinePolicy; readonly position: 'perCall' }[];
  readonly tlsOptions?: { readonly ca: string };
}

/** @param retries how often a request is repeated at most; a refused token is replaced besides */
export function clientOptions(
  { cloud, ca, retries: configured }: Config['azure'],
  token: SharedToken,
  wait: Wait,
  retries = configured,
): ClientOptions {
  const policy = retryPolicy({ retries, wait, forgetToken: (authorization) => token.forget(authorization) });
  return {
    endpoint: cloud.endpoint,
    credentials: { scopes: [cloud.scope] },
    userAgentOptions: { userAgentPrefix: `drawbridge/${packageJson.version}` },
    retryOptions: { maxRetries: 0 },
    additionalPolicies: [{ policy, position: 'perCall' }],
    ...(ca !== undefined && { tlsOptions: { ca } }),
  };
}

import type { PipelinePolicy } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import { retryPolicy } from './retry-policy.ts';

/** Makes the credential that the configuration names. The package is only loaded here: it costs 150 ms. */
export async function makeCredential(config: Config['azure'], clock: Clock): Promise<TokenCredential> {
  const { ClientSecretCredential, ManagedIdentityCredential, WorkloadIdentityCredential } = await import(
    '@azure/identity'
  );
  const { credential, cloud, ca, disableInstanceDiscovery, requestTimeoutMs, retries } = config;
  if (credential.kind === 'managed-identity') {
    // It speaks to an endpoint on the machine itself, with retries of its own that know that endpoint's habits.
    const { clientId } = credential;
    return new ManagedIdentityCredential({
      retryOptions: { maxRetries: retries },
      ...(clientId !== undefined && { clientId }),
    });
  }
  const options = {
    authorityHost: cloud.authorityHost,
    disableInstanceDiscovery,
    retryOptions: { maxRetries: 0 },
    additionalPolicies: [
      { policy: deadlinePolicy(clock, requestTimeoutMs), position: 'perCall' as const },
      { policy: retryPolicy({ retries }), position: 'perCall' as const },
    ],
    ...(ca !== undefined && { tlsOptions: { ca } }),
  };
  const { tenantId, clientId } = credential;
  if (credential.kind === 'workload-identity') {
    return new WorkloadIdentityCredential({ ...options, tenantId, clientId, tokenFilePath: credential.tokenFilePath });
  }
  return new ClientSecretCredential(tenantId, clientId, credential.clientSecret.reveal(), options);
}

/** Ends a request for a token at the deadline: the credential itself takes no signal. */
function deadlinePolicy(clock: Clock, timeoutMs: number): PipelinePolicy {
  return {
    name: 'drawbridgeDeadline',
    async sendRequest(request, next) {
      const deadline = clock.deadline(timeoutMs);
      request.abortSignal = deadline.signal;
      try {
        return await next(request);
      } finally {
        deadline.clear();
      }
    },
  };
}

import type { ComputeManagementClient } from '@azure/arm-compute';
import type { NetworkManagementClient } from '@azure/arm-network';
import type { ResourceGraphClient } from '@azure/arm-resourcegraph';
import packageJson from '../../package.json' with { type: 'json' };
import type { Config } from '../config.ts';
import { type RetryOptions, retryPolicy } from './retry-policy.ts';
import type { SharedToken } from './shared-token.ts';

/** The SDK's clients, made when they are first needed: their packages take half a second to load. */
export interface Clients {
  compute(subscriptionId: string): Promise<ComputeManagementClient>;
  network(subscriptionId: string): Promise<NetworkManagementClient>;
  graph(): Promise<ResourceGraphClient>;
  /** Loads the packages ahead of the first need. */
  load(): Promise<void>;
}

export function createClients(config: Config['azure'], token: SharedToken, wait: RetryOptions['wait']): Clients {
  const { cloud, ca, retries } = config;
  const policy = retryPolicy({
    retries,
    forgetToken: (authorization) => token.forget(authorization),
    ...(wait !== undefined && { wait }),
  });
  const options = {
    endpoint: cloud.endpoint,
    credentials: { scopes: [cloud.scope] },
    userAgentOptions: { userAgentPrefix: `drawbridge/${packageJson.version}` },
    retryOptions: { maxRetries: 0 },
    additionalPolicies: [{ policy, position: 'perCall' as const }],
    // One object for all clients, so that they share their connections.
    ...(ca !== undefined && { tlsOptions: { ca } }),
  };
  return {
    compute: perSubscription(async (subscriptionId) => {
      const { ComputeManagementClient } = await import('@azure/arm-compute');
      return new ComputeManagementClient(token, subscriptionId, options);
    }),
    network: perSubscription(async (subscriptionId) => {
      const { NetworkManagementClient } = await import('@azure/arm-network');
      return new NetworkManagementClient(token, subscriptionId, options);
    }),
    graph: once(async () => {
      const { ResourceGraphClient } = await import('@azure/arm-resourcegraph');
      return new ResourceGraphClient(token, options);
    }),
    async load() {
      await Promise.all([
        import('@azure/arm-compute'),
        import('@azure/arm-network'),
        import('@azure/arm-resourcegraph'),
      ]);
    },
  };
}

function perSubscription<Client>(make: (subscriptionId: string) => Promise<Client>) {
  const made = new Map<string, Promise<Client>>();
  return (subscriptionId: string) => {
    const key = subscriptionId.toLowerCase();
    const client = made.get(key) ?? make(subscriptionId);
    made.set(key, client);
    return client;
  };
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

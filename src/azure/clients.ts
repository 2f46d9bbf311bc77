import type { ComputeManagementClient } from '@azure/arm-compute';
import type { NetworkManagementClient } from '@azure/arm-network';
import type { ResourceGraphClient } from '@azure/arm-resourcegraph';
import type { Config } from '../config.ts';
import type { Wait } from '../wait.ts';
import { clientOptions } from './client-options.ts';
import type { SharedToken } from './shared-token.ts';

/** The SDK's clients, made when they are first needed: their packages take half a second to load. */
export interface Clients {
  compute(subscriptionId: string): Promise<ComputeManagementClient>;
  network(subscriptionId: string): Promise<NetworkManagementClient>;
  graph(): Promise<ResourceGraphClient>;
  /** Loads the packages ahead of the first need. */
  load(): Promise<void>;
}

export function createClients(config: Config['azure'], token: SharedToken, wait: Wait): Clients {
  // One object for all clients, so that they share their connections.
  const options = clientOptions(config, token, wait);
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

/** Anybody can type a resource id with a subscription that does not exist, so only so many clients are kept. */
const mostKept = 200;

function perSubscription<Client>(make: (subscriptionId: string) => Promise<Client>) {
  const made = new Map<string, Promise<Client>>();
  return (subscriptionId: string) => {
    const key = subscriptionId.toLowerCase();
    const client = made.get(key) ?? make(subscriptionId);
    // Set anew, it becomes the last: the first is the one that was not needed for the longest time.
    made.delete(key);
    made.set(key, client);
    const [oldest] = made.keys();
    if (made.size > mostKept && oldest !== undefined) made.delete(oldest);
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

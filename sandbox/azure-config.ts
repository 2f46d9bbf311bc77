import type { Config } from '../src/config.ts';
import { Secret } from '../src/secret.ts';
import type { ArmServer } from './arm/server.ts';

/** How the bot reaches the pretend Azure. */
export function azureConfig(arm: Pick<ArmServer, 'endpoint' | 'caCert' | 'credentials'>): Config['azure'] {
  const { endpoint, caCert, credentials } = arm;
  const { tenantId, clientId, clientSecret } = credentials;
  return {
    cloud: { name: 'custom', endpoint, authorityHost: endpoint, scope: `${endpoint}/.default` },
    credential: {
      kind: 'client-secret',
      because: 'the sandbox has one',
      tenantId,
      clientId,
      clientSecret: new Secret(clientSecret),
    },
    ca: caCert,
    disableInstanceDiscovery: true,
    requestTimeoutMs: 10_000,
    retries: 2,
  };
}

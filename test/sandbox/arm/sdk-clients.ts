import { ComputeManagementClient } from '@azure/arm-compute';
import { ClientSecretCredential } from '@azure/identity';
import type { ArmServer } from '../../../sandbox/arm/server.ts';
import { subscriptionId } from './small-world.ts';

export function credentialOf(arm: ArmServer, secret = arm.credentials.clientSecret): ClientSecretCredential {
  const { tenantId, clientId } = arm.credentials;
  return new ClientSecretCredential(tenantId, clientId, secret, {
    authorityHost: arm.endpoint,
    disableInstanceDiscovery: true,
    tlsOptions: { ca: arm.caCert },
    retryOptions: { maxRetries: 0 },
  });
}

export function computeOf(arm: ArmServer): ComputeManagementClient {
  return new ComputeManagementClient(credentialOf(arm), subscriptionId, {
    endpoint: arm.endpoint,
    tlsOptions: { ca: arm.caCert },
    retryOptions: { maxRetries: 0 },
  });
}

/** For the pollers of the SDK clients. */
export const quick = { updateIntervalInMs: 1 };

import { ComputeManagementClient } from '@azure/arm-compute';
import { ClientSecretCredential } from '@azure/identity';
import { onTestFinished } from 'vitest';
import type { Guests } from '../../../sandbox/arm/route.ts';
import { type ArmOptions, type ArmServer, startArm } from '../../../sandbox/arm/server.ts';
import { realSandboxClock } from '../../../sandbox/clock.ts';
import { smallWorld, subscriptionId } from './small-world.ts';

const echo: Guests = { runShellScript: async (_, script) => ({ stdout: script, stderr: '' }) };

/** A server that closes with the test. */
export async function start(options: Partial<ArmOptions> = {}): Promise<ArmServer> {
  const arm = await startArm({ world: smallWorld(), clock: realSandboxClock(), guests: echo, fast: true, ...options });
  onTestFinished(() => arm.close());
  return arm;
}

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

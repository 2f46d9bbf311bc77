import { pino } from 'pino';
import type { Guests } from '../../sandbox/arm/route.ts';
import { type ArmServer, startArm } from '../../sandbox/arm/server.ts';
import { type SandboxClock, scriptClock } from '../../sandbox/clock.ts';
import { worldSchema } from '../../sandbox/world/schema.ts';
import { World } from '../../sandbox/world/world.ts';
import type { AzureParts, ConnectedAzure } from '../../src/azure/create-azure.ts';
import { createAzure } from '../../src/azure/create-azure.ts';
import type { Config } from '../../src/config.ts';
import { Secret } from '../../src/secret.ts';

export interface Connected {
  readonly azure: ConnectedAzure;
  readonly arm: ArmServer;
  readonly world: World;
  readonly clock: SandboxClock;
  /** Milliseconds of each pause between retries and polls. */
  readonly waits: readonly number[];
}

export interface ConnectOptions {
  readonly mayAnswer?: (request: { readonly path: string }) => Promise<void>;
  readonly config?: Partial<Config['azure']>;
  /** Takes the place of the pretend server's cloud, but for its endpoint. */
  readonly cloud?: Config['azure']['cloud'];
  readonly parts?: Partial<AzureParts>;
  /** Pauses move the clock, so that deadlines come about. */
  readonly pausesMoveClock?: boolean;
  /** Operations end at the first poll; left out: they do. */
  readonly fast?: boolean;
  /** What runs scripts; left out: nothing does, and they print nothing. */
  readonly guests?: Guests;
}

const silentGuests = { runShellScript: async () => ({ stdout: '', stderr: '' }) };

/** The real SDK on a pretend Resource Manager that holds this world; the clock stands still. */
export async function connect(content: unknown, options: ConnectOptions = {}): Promise<Connected> {
  const world = new World(worldSchema.parse(content));
  const clock = scriptClock(Date.now());
  const { mayAnswer, pausesMoveClock = false, fast = true, guests = silentGuests } = options;
  const arm = await startArm({ world, clock, guests, fast, ...(mayAnswer && { mayAnswer }) });
  const waits: number[] = [];
  const base = configFor(arm);
  const cloud = { ...base.cloud, ...options.cloud, endpoint: arm.endpoint };
  const azure = createAzure({
    config: { ...base, cloud, ...options.config },
    clock,
    log: pino({ level: 'silent' }),
    wait: async (ms) => {
      waits.push(ms);
      if (pausesMoveClock) clock.advance(ms);
    },
    ...options.parts,
  });
  return { azure, arm, world, clock, waits };
}

export function configFor(arm: ArmServer): Config['azure'] {
  const { tenantId, clientId, clientSecret } = arm.credentials;
  return {
    cloud: {
      name: 'custom',
      endpoint: arm.endpoint,
      authorityHost: arm.endpoint,
      scope: 'https://management.azure.com/.default',
    },
    credential: {
      kind: 'client-secret',
      because: 'of the test',
      tenantId,
      clientId,
      clientSecret: new Secret(clientSecret),
    },
    ca: arm.caCert,
    disableInstanceDiscovery: true,
    requestTimeoutMs: 10_000,
    retries: 2,
  };
}

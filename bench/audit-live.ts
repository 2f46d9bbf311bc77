import { pino } from 'pino';
import { type ArmServer, startArm } from '../sandbox/arm/server.ts';
import { realSandboxClock } from '../sandbox/clock.ts';
import { worldSchema } from '../sandbox/world/schema.ts';
import { World } from '../sandbox/world/world.ts';
import { createAzure } from '../src/azure/create-azure.ts';
import { kindOf } from '../src/azure/inventory/kinds.ts';
import { systemClock } from '../src/clock.ts';
import type { Survey } from '../src/core/audit/audit-run.ts';
import { inventoryTypes } from '../src/core/audit/inventory.ts';
import { surveyDoors } from '../src/core/audit/survey-doors.ts';
import { optionsWithoutBot } from '../src/core/audit/survey-options.ts';
import { usualThresholds } from '../src/core/net/exposure.ts';
import { Secret } from '../src/secret.ts';
import { largeWorld } from './audit/large-world.ts';
import type { Bench, Row } from './bench.ts';

const latencyMs = 20;
const openMachines = 10;
const guests = { runShellScript: async () => ({ stdout: '', stderr: '' }) };

/** An audit asks for no page twice, and is never told to slow down. */
export const auditLive: Bench = {
  name: 'audit-live',
  what: `auditing 10,000 machines in 50 subscriptions, with ${latencyMs} ms on every request and Azure's quotas`,

  async run() {
    const world = new World(worldSchema.parse(largeWorld()));
    const arm = await startArm({ world, clock: realSandboxClock(), guests, latencyMs, throttling: true });
    try {
      const startMs = performance.now();
      const survey = await audit(arm);
      return rows(performance.now() - startMs, survey, arm, world);
    } finally {
      await arm.close();
    }
  },
};

function rows(ms: number, survey: Survey, { requests }: ArmServer, world: World): Row[] {
  if (survey.status !== 'complete' || survey.findings.length !== openMachines)
    throw new Error(`the audit is ${survey.status} and found ${survey.findings.length} of ${openMachines}`);
  const asked = requests.filter(({ kind }) => kind === 'arm');
  const queries = asked.filter(({ path }) => path.endsWith('/Microsoft.ResourceGraph/resources')).length;
  const pages = inventoryTypes.map((type) => Math.max(1, Math.ceil(world.list(type).length / kindOf(type).pageRows)));
  // And one that tells in which subscriptions it shows groups at all.
  const needed = pages.reduce((sum, count) => sum + count, 0) + 1;
  const refused = asked.filter(({ status }) => status === 429).length;
  return [
    { what: 'pages of Resource Graph', value: queries, unit: 'count', limit: { kind: 'bound', atMost: needed } },
    {
      // Of each open group: itself and the admin rules of its network; and the subscriptions.
      what: 'other requests',
      value: asked.length - queries,
      unit: 'count',
      limit: { kind: 'bound', atMost: 2 * openMachines + 1 },
    },
    { what: 'requests refused for their number', value: refused, unit: 'count', limit: { kind: 'bound', atMost: 0 } },
    { what: 'the audit', value: ms, unit: 'ms' },
  ];
}

function audit({ endpoint, caCert: ca, credentials }: ArmServer): Promise<Survey> {
  const { clientSecret, ...ids } = credentials;
  const azure = createAzure({
    config: {
      cloud: { name: 'custom', endpoint, authorityHost: endpoint, scope: 'https://management.azure.com/.default' },
      credential: {
        kind: 'client-secret',
        because: 'of the measure',
        ...ids,
        clientSecret: new Secret(clientSecret),
      },
      ca,
      disableInstanceDiscovery: true,
      requestTimeoutMs: 10_000,
      retries: 2,
    },
    clock: systemClock,
    log: pino({ level: 'silent' }),
  });
  const options = optionsWithoutBot(22, usualThresholds);
  return surveyDoors(azure.inventory(), options);
}

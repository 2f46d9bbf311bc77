import { pino } from 'pino';
import { createAzure } from '../../src/azure/create-azure.ts';
import { systemClock } from '../../src/clock.ts';
import { nsgFromArm } from '../../src/core/audit/arm/nsg-from-arm.ts';
import { isWorthALook } from '../../src/core/audit/flag-nsgs.ts';
import { usualThresholds } from '../../src/core/net/exposure.ts';
import { exposureOf } from '../../src/core/net/exposure-of.ts';
import { Secret } from '../../src/secret.ts';

/** Reads all groups as an audit does and judges each of them. Resolves to the rows that there were. */
export async function readAudit(
  endpoint: string,
  ca: string,
): Promise<{ rows: number; rules: number; flagged: number }> {
  const inventory = azureAt(endpoint, ca).inventory();
  const counts = { rows: 0, rules: 0, flagged: 0 };
  for await (const page of inventory.pages('microsoft.network/networksecuritygroups')) {
    for (const row of page) {
      counts.rows += 1;
      const read = nsgFromArm(row);
      if (read.kind === 'not-read') throw new Error(read.because);
      counts.rules += read.ruleCount;
      if (isWorthALook(exposureOf(read.nsg, { port: 22, thresholds: usualThresholds, routePrefixes: [] })))
        counts.flagged += 1;
    }
  }
  const { unread } = await inventory.subscriptions();
  if (unread.length > 0) throw new Error(unread[0]?.because);
  return counts;
}

function azureAt(endpoint: string, ca: string) {
  return createAzure({
    config: {
      cloud: { name: 'custom', endpoint, authorityHost: endpoint, scope: 'https://management.azure.com/.default' },
      credential: {
        kind: 'client-secret',
        because: 'of the measure',
        tenantId: 't',
        clientId: 'c',
        clientSecret: new Secret('s'),
      },
      ca,
      disableInstanceDiscovery: true,
      requestTimeoutMs: 10_000,
      retries: 2,
    },
    credential: { getToken: async () => ({ token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 }) },
    clock: systemClock,
    log: pino({ level: 'silent' }),
  });
}

import { pino } from 'pino';
import { createAzure } from '../../src/azure/create-azure.ts';
import { systemClock } from '../../src/clock.ts';
import { flagNsgs } from '../../src/core/audit/flag-nsgs.ts';
import { optionsWithoutBot } from '../../src/core/audit/survey-options.ts';
import { usualThresholds } from '../../src/core/net/exposure.ts';
import { Secret } from '../../src/secret.ts';

/** Reads all groups as an audit does, judges each of them and keeps those that are worth a second look. */
export async function readAudit(
  endpoint: string,
  ca: string,
): Promise<{ rows: number; rules: number; flagged: number }> {
  const inventory = azureAt(endpoint, ca).inventory();
  const options = optionsWithoutBot(22, usualThresholds);
  const { nsgs, rules, flagged } = await flagNsgs(inventory, () => [], options);
  const { unread } = await inventory.subscriptions();
  if (unread.length > 0) throw new Error(unread[0]?.because);
  return { rows: nsgs, rules, flagged: flagged.size };
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

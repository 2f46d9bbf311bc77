import { expect, test } from 'vitest';
import { createClients } from '../../src/azure/clients.ts';
import { clouds } from '../../src/azure/clouds.ts';
import { Secret } from '../../src/secret.ts';

const clients = createClients(
  {
    cloud: clouds.public,
    credential: {
      kind: 'client-secret',
      because: 'of the test',
      tenantId: 't',
      clientId: 'c',
      clientSecret: new Secret('s'),
    },
    disableInstanceDiscovery: true,
    requestTimeoutMs: 1000,
    retries: 0,
  },
  { getToken: () => Promise.reject(new Error('not asked for')), forget: () => {} },
  async () => {},
);

test('a subscription has one client, however its id is written', async () => {
  expect(await clients.compute('SUB-1')).toBe(await clients.compute('sub-1'));
});

test('clients that were not needed for long are let go, those in use stay', async () => {
  const [used, unused] = await Promise.all([clients.compute('used'), clients.compute('unused')]);
  for (let number = 0; number < 250; number += 1) {
    await clients.compute(`other-${number}`);
    await clients.compute('used');
  }
  expect(await clients.compute('used')).toBe(used);
  expect(await clients.compute('unused')).not.toBe(unused);
});

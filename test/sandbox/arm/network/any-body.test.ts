import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkRoutes } from '../../../../sandbox/arm/network/routes.ts';
import { ArmFailure } from '../../../../sandbox/arm/route.ts';
import { asker, network, nsg, rule, worldOf } from './ask.ts';

const anything = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    '',
    '*',
    'Internet',
    '10.0.0.0/8',
    '1.2.3.4/',
    '::1',
    '::/0',
    '1::2::3',
    '::ffff:1.2.3.4',
    '22',
    '1-2',
    22,
    true,
  ),
  fc.jsonValue(),
  fc.ipV4(),
  fc.ipV6(),
  fc.array(fc.constantFrom('10.0.0.0/8', '*', '22', '::1', 7, null)),
);
const fields = [
  ...['priority', 'direction', 'access', 'protocol', 'description', 'sourceAddressPrefix', 'sourceAddressPrefixes'],
  ...['destinationAddressPrefix', 'destinationPortRange', 'destinationPortRanges', 'sourceApplicationSecurityGroups'],
];
const properties = fc.dictionary(fc.constantFrom(...fields), anything, { maxKeys: 3 });

describe('whatever is written', () => {
  it.each<[string, string, (given: object) => object]>([
    ['a rule', `${network}/networkSecurityGroups/myNSG/securityRules/ssh`, (given) => rule('ssh', given)],
    [
      'a group',
      `${network}/networkSecurityGroups/new`,
      (given) => ({ location: 'eastus', properties: { securityRules: [rule('ssh', given)] } }),
    ],
    [
      'a public IP',
      `${network}/publicIPAddresses/new`,
      (given) => ({ location: 'eastus', sku: given, properties: given }),
    ],
    [
      'a subnet',
      `${network}/virtualNetworks/net/subnets/new`,
      (given) => ({ properties: { addressPrefix: Object.values(given)[0], networkSecurityGroup: given } }),
    ],
    [
      'a NIC',
      `${network}/networkInterfaces/nic`,
      (given) => ({
        location: 'eastus',
        properties: { ipConfigurations: [{ name: 'a', properties: given }, ...Object.values(given)] },
      }),
    ],
  ])('%s is taken or refused, and breaks nothing', async (_, path, bodyOf) => {
    await fc.assert(
      fc.asyncProperty(properties, async (given) => {
        const world = worldOf([nsg('myNSG'), { id: `${network}/virtualNetworks/net`, properties: { subnets: [] } }]);
        const { ask, finish } = asker(world, networkRoutes);
        try {
          expect((await ask('PUT', path, { body: bodyOf(given) })).status).toBe(201);
          await finish();
          expect((await ask('GET', path)).status).toBe(200);
        } catch (error) {
          if (!(error instanceof ArmFailure)) throw error;
          expect(error.status).toBe(400);
        }
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inventoryTypes } from '../../../src/core/audit/inventory.ts';
import { surveyDoors } from '../../../src/core/audit/survey-doors.ts';
import {
  balancer,
  configurationId,
  forward,
  inventoryOf,
  ip,
  network,
  nic,
  nsg,
  options,
  routes,
  vm,
} from './arm-world.ts';

const world = [
  network({ default: { nsg: 's', routes: 'table' } }),
  routes('table', '0.0.0.0/0', 'VirtualAppliance'),
  nsg('s'),
  nsg('n'),
  nic('nic', { vm: 'vm', nsg: 'n', ip: 'ip' }),
  ip('ip'),
  vm('vm'),
  balancer('lb', 'ip', {
    inboundNatRules: [forward('lb', 'nat', { backendIPConfiguration: { id: configurationId('nic') } })],
    backendAddressPools: [{ name: 'pool', properties: { backendIPConfigurations: [{ id: configurationId('nic') }] } }],
  }),
];

const odd: readonly unknown[] = [
  null,
  0,
  -1,
  NaN,
  '',
  'x',
  '/',
  [],
  [null],
  [[]],
  {},
  { id: 1 },
  { properties: null },
  true,
];
const leaves = countOf(world);

function countOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return 1 + Object.values(value).reduce((sum: number, each) => sum + countOf(each), 0);
}

/** A copy in which the value at a place, counted in depth first order, is another. */
function replaced(value: unknown, place: number, by: unknown): unknown {
  let left = place;
  const copy = (each: unknown): unknown => {
    if (left-- === 0) return by;
    if (Array.isArray(each)) return each.map(copy);
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([key, inside]) => [key, copy(inside)]));
  };
  return copy(value);
}

test('an odd value anywhere in what Azure answers never throws', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 1, max: leaves - 1 }), fc.constantFrom(...odd)), {
        minLength: 1,
        maxLength: 3,
      }),
      async (changes) => {
        const broken = changes.reduce<unknown>((sum, [place, by]) => replaced(sum, place, by), world);
        const inventory = inventoryOf(Array.isArray(broken) ? broken : []);
        const survey = await surveyDoors(inventory, options);
        expect(survey.status).toBe('complete');
      },
    ),
    { numRuns: 400 },
  );
});

test('neither does anything in the place of whole resources', async () => {
  for (const type of inventoryTypes) {
    for (const page of [
      odd,
      [{ id: 'x', properties: odd }],
      [{ id: 'x', properties: { securityRules: odd, routes: odd } }],
    ]) {
      const inventory = inventoryOf(world);
      const pages: typeof inventory.pages = async function* (asked) {
        if (asked === type) yield page as never;
        else yield* inventory.pages(asked);
      };
      const survey = await surveyDoors({ ...inventory, pages }, options);
      expect(survey.status).toBe('complete');
    }
  }
});

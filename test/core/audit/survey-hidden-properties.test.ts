import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ArmResource, Inventory } from '../../../src/core/audit/inventory.ts';
import { surveyDoors } from '../../../src/core/audit/survey-doors.ts';
import type { Unreadable } from '../../../src/core/facts.ts';
import { adminRule, inventoryOf, ip, network, nic, nsg, options, routes, rule, vm } from './arm-world.ts';

const refused: Unreadable = { kind: 'unreadable', what: 'thing', reason: 'forbidden', because: 'Azure refused it.' };

const groups = ['g0', 'g1', 'g2'] as const;
const anyGroup = fc.option(fc.constantFrom(...groups), { nil: undefined });
const anyRules = fc.array(
  fc
    .record({
      access: fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
      from: fc.constantFrom('*', '0.0.0.0/1', '20.1.2.3', 'VirtualNetwork'),
      to: fc.constantFrom('*', '*', '10.0.0.4', '10.0.0.5'),
    })
    .map((parts) => parts),
  { maxLength: 2 },
);
const anyWorld = fc.record({
  rules: fc.tuple(anyRules, anyRules, anyRules),
  subnets: fc.tuple(
    fc.record({ nsg: anyGroup, routed: fc.boolean() }),
    fc.record({ nsg: anyGroup, routed: fc.constant(false) }),
  ),
  nics: fc.array(
    fc.record({
      nsg: anyGroup,
      subnet: fc.constantFrom('s0', 's1'),
      sku: fc.constantFrom(undefined, 'Basic', 'Standard'),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  alwaysAllows: fc.boolean(),
});

type Drawn = typeof anyWorld extends fc.Arbitrary<infer Value> ? Value : never;

function worldOf({ rules, subnets, nics, alwaysAllows }: Drawn): ArmResource[] {
  const subnetOf = ({ nsg: group, routed }: Drawn['subnets'][number]) => ({
    ...(group && { nsg: group }),
    ...(routed && { routes: 'table' }),
  });
  const admin = alwaysAllows ? { effectiveSecurityAdminRules: [adminRule('AlwaysAllow')] } : {};
  return [
    network({ s0: subnetOf(subnets[0]), s1: subnetOf(subnets[1]) }, admin),
    routes('table', '0.0.0.0/0', 'VirtualAppliance'),
    ...groups.map((name, at) =>
      nsg(
        name,
        (rules[at] ?? []).map((parts, place) => rule({ name: `r${place}`, priority: 100 + place, ...parts })),
      ),
    ),
    ...nics.flatMap(({ nsg: group, subnet, sku }, at) => [
      nic(`n${at}`, {
        vm: `v${at}`,
        subnet,
        address: `10.0.0.${4 + at}`,
        ...(group && { nsg: group }),
        ...(sku && { ip: `i${at}` }),
      }),
      ...(sku ? [ip(`i${at}`, sku, `20.1.2.${at + 3}`)] : []),
      vm(`v${at}`),
    ]),
  ];
}

/** Of each thing: whether pages leave it out, and whether it is refused when it is asked for. */
const anyHiding = fc.array(fc.record({ isHidden: fc.boolean(), isRefused: fc.boolean() }), {
  minLength: 20,
  maxLength: 20,
});

test('whatever is hidden or refused, nothing that is there is called resolved or gone', async () => {
  await fc.assert(
    fc.asyncProperty(anyWorld, anyHiding, async (drawn, hiding) => {
      const inventory = inventoryOf(worldOf(drawn));
      const truth = await surveyDoors(inventory, options);
      const known = new Set(truth.findings.map(({ key }) => key));
      const all = worldOf(drawn).map(({ id }) => id.toLowerCase());
      const ofId = (id: string) => hiding[all.indexOf(id.toLowerCase())];
      const pages: Inventory['pages'] = async function* (type) {
        for await (const page of inventory.pages(type)) yield page.filter(({ id }) => ofId(id)?.isHidden !== true);
      };
      const get: Inventory['get'] = async (id) => (ofId(id)?.isRefused ? refused : inventory.get(id));
      const survey = await surveyDoors({ ...inventory, pages, get }, { ...options, known });
      expect({ healed: survey.healed, vanished: survey.vanished }).toEqual({ healed: [], vanished: [] });
    }),
    { numRuns: 1000 },
  );
});

test('a single thing that is neither shown nor read is never silently missing', async () => {
  await fc.assert(
    fc.asyncProperty(anyWorld, fc.nat(), async (drawn, place) => {
      const world = worldOf(drawn);
      const inventory = inventoryOf(world);
      const truth = await surveyDoors(inventory, options);
      const hidden = world[place % world.length]?.id.toLowerCase();
      const pages: Inventory['pages'] = async function* (type) {
        for await (const page of inventory.pages(type)) yield page.filter(({ id }) => id.toLowerCase() !== hidden);
      };
      const get: Inventory['get'] = async (id) => (id.toLowerCase() === hidden ? refused : inventory.get(id));
      const { findings, notEvaluated } = await surveyDoors({ ...inventory, pages, get }, options);
      for (const { key, severity } of truth.findings) {
        if (severity !== 'critical') continue;
        const seen = findings.find((each) => each.key === key);
        // By its own rules it is in order: only what is hidden lets somebody past them.
        const isInOrder = seen?.verdict === 'narrow' || seen?.verdict === 'closed';
        if (seen === undefined || (isInOrder && seen.severity === 'info'))
          expect(notEvaluated.join(' ')).toMatch(/could not be (read|told)/);
        else expect(seen.severity).toMatch(/critical|high/);
      }
    }),
    { numRuns: 1000 },
  );
});

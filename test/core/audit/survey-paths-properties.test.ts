import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adminRulesFromArm } from '../../../src/core/audit/arm/admin-rules-from-arm.ts';
import { nsgFromArm } from '../../../src/core/audit/arm/nsg-from-arm.ts';
import type { ArmResource } from '../../../src/core/audit/inventory.ts';
import type { Nsg } from '../../../src/core/facts.ts';
import { AddressSet } from '../../../src/core/net/address-set.ts';
import { adminRuling } from '../../../src/core/net/admin-ruling.ts';
import { publicIpv4 } from '../../../src/core/net/public-sources.ts';
import { wayIn } from '../../../src/core/net/way-in.ts';
import { adminRule, ip, network, nic, nsg, rule, surveyOf, vm } from './arm-world.ts';

/** Blocks of which no rule below takes a part only: one address tells of the whole block. */
const blocks = Array.from({ length: 224 }, (_, at) => {
  const publicPart = publicIpv4.intersect(AddressSet.of(`${at}.0.0.0/8`));
  return { size: publicPart.ipv4Size, source: AddressSet.of(`${at}.1.2.3`) };
}).filter(({ size }) => size > 0);

const anyPrefix = fc
  .record({ at: fc.integer({ min: 0, max: 255 }), bits: fc.integer({ min: 0, max: 8 }) })
  .map(({ at, bits }) => `${(at >> (8 - bits)) << (8 - bits)}.0.0.0/${bits}`);
const anySource = fc.oneof({ weight: 3, arbitrary: anyPrefix }, fc.constantFrom('*', 'Internet', 'VirtualNetwork'));

const anyRules = fc
  .array(
    fc.record({
      access: fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
      from: anySource,
      to: fc.constantFrom('*', '*', '10.0.0.4', '10.0.0.9', '10.0.0.0/24', 'VirtualNetwork', '20.1.2.3'),
      ports: fc.constantFrom('22', '22', '*', '443', '20-30'),
      protocol: fc.constantFrom('Tcp', '*', 'TCP', 'Udp'),
    }),
    { maxLength: 5 },
  )
  .map((rules) => rules.map((parts, at) => rule({ name: `r${at}`, priority: 100 + at, ...parts })));

const anyWorld = fc.record({
  subnet: fc.option(anyRules, { nil: undefined }),
  own: fc.option(anyRules, { nil: undefined }),
  sku: fc.constantFrom('Standard' as const, 'Basic' as const),
  admin: fc.array(
    fc.tuple(fc.constantFrom('Allow', 'Deny', 'AlwaysAllow'), anyPrefix).map(([access, from]) => ({ access, from })),
    { maxLength: 2 },
  ),
});

function nsgIn(resource: ArmResource): Nsg {
  const read = nsgFromArm(resource);
  if (read.kind !== 'read') throw new Error(read.because);
  return read.nsg;
}

/** As the question of a single flow has it, asked for each block. */
function openByFlows(
  groups: { readonly subnetNsg: Nsg | undefined; readonly nicNsg: Nsg | undefined },
  endpointSku: 'Standard' | 'Basic',
  adminArm: readonly unknown[],
): number {
  const rules = adminRulesFromArm(adminArm, '/net');
  if (rules.kind === 'unreadable') throw new Error(rules.because);
  let open = 0;
  for (const { size, source } of blocks) {
    const flow = {
      sources: source,
      destination: '10.0.0.4',
      destinationAsgIds: [],
      port: 22,
      vnetPrefixes: ['10.0.0.0/16'],
    };
    const { access } = adminRuling(rules, flow);
    const passes = access === 'passes-on' && wayIn({ ...groups, endpointSku, flow }).kind === 'open';
    if (access === 'always-allow' || passes) open += size;
  }
  return open;
}

type Drawn = typeof anyWorld extends fc.Arbitrary<infer Value> ? Value : never;

function worldOf({ subnet, own, sku, admin }: Drawn) {
  const adminArm = admin.map(({ access, from }, at) => adminRule(access, from, at + 1));
  const subnetNsg = subnet && nsg('s', subnet);
  const nicNsg = own && nsg('n', own);
  const world = [
    network({ default: subnetNsg ? { nsg: 's' } : {} }, { effectiveSecurityAdminRules: adminArm }),
    ...[subnetNsg, nicNsg].filter((each) => each !== undefined),
    nic('nic', { vm: 'vm', ip: 'ip', ...(nicNsg && { nsg: 'n' }) }),
    ip('ip', sku),
    vm('vm'),
  ];
  const groups = { subnetNsg: subnetNsg && nsgIn(subnetNsg), nicNsg: nicNsg && nsgIn(nicNsg) };
  const isBareStandard = sku === 'Standard' && !subnet && !own;
  return { world, open: isBareStandard ? 0 : openByFlows(groups, sku, adminArm) };
}

test('the ways of a survey let in whom single flows are let in from', async () => {
  await fc.assert(
    fc.asyncProperty(anyWorld, async (drawn) => {
      const { world, open } = worldOf(drawn);
      const { findings } = await surveyOf(world);
      const paths = findings.flatMap((finding) => finding.paths);
      for (const path of paths) {
        if (path.isOpen === true) expect(path.publicIpv4Addresses).toBe(open);
        else expect(open).toBeLessThan(2 ** 23);
      }
      if (paths.length === 0) expect(open).toBeLessThan(2 ** 23);
    }),
    { numRuns: 200 },
  );
});

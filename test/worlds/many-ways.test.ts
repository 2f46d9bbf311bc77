import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deliver } from '../../sandbox/internet/packet.ts';
import { connect } from '../azure/connected-azure.ts';
import { look } from './look.ts';
import { allow, idsOf, type Json, machine, resource, worldFile } from './machine.ts';

/** A VM with one to three ways in, each of its own address, family, sku and guards: the best one must be told. */
interface Way {
  readonly nic: 0 | 1;
  readonly kind: 'own' | 'own-v6' | 'nat';
  readonly standard: boolean;
}
interface Case {
  readonly ways: readonly Way[];
  readonly fromV6: boolean;
  readonly subnetRules: readonly Json[] | undefined;
  readonly nicRules: readonly (readonly Json[] | undefined)[];
}

const private4 = (at: number) => `10.0.0.${10 + at}`;
const private6 = (at: number) => `fd00::${10 + at}`;
const sources = ['203.0.113.0/24', '2001:db8::/32', '*', '*', 'Internet', '192.0.2.0/24', 'VirtualNetwork'];
const destinations = ['*', '*', '*', 'VirtualNetwork', ...[0, 1, 2].flatMap((at) => [private4(at), private6(at)])];
const rule = fc.record({
  access: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
  sourceAddressPrefix: fc.constantFrom(...sources),
  destinationAddressPrefix: fc.constantFrom(...destinations),
  destinationPortRange: fc.constantFrom('22', '22', '*', '20-25', '2222'),
});
const rules = fc.array(rule, { maxLength: 4 }).map((each) => each.map((more, at) => allow(`r${at}`, 100 + at, more)));
const arbitraryCase: fc.Arbitrary<Case> = fc.record({
  ways: fc.array(
    fc.record({
      nic: fc.constantFrom(0 as const, 1 as const),
      kind: fc.constantFrom('own' as const, 'own-v6' as const, 'nat' as const),
      standard: fc.boolean(),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  fromV6: fc.constantFrom(false, false, true),
  subnetRules: fc.option(rules, { nil: undefined }),
  nicRules: fc.tuple(fc.option(rules, { nil: undefined }), fc.option(rules, { nil: undefined })),
});

const nameOf = (at: number) => `many-${at}`;
const publicOf = (at: number, way: number, { kind }: Way) =>
  kind === 'own-v6' ? `2001:db8:1:${at}::${way + 1}` : `20.${90 + way}.${at >> 8}.${at & 255}`;

function resourcesOf({ ways, subnetRules, nicRules }: Case, at: number): Json[] {
  return machine(nameOf(at), 0, (ids) => {
    const guard = (name: string, own: readonly Json[] | undefined) =>
      own === undefined ? [] : [resource(`${ids.nsg}-${name}`, { securityRules: own })];
    const reference = (name: string, own: readonly Json[] | undefined) =>
      own === undefined ? {} : { networkSecurityGroup: { id: `${ids.nsg}-${name}` } };
    const nics = [0, 1].map((nic) => {
      const id = `${ids.nic}${nic}`;
      const configuration = (name: string, properties: Json) => ({
        id: `${id}/ipConfigurations/${name}`,
        name,
        properties: { subnet: { id: ids.subnet }, ...properties },
      });
      const own = ways.flatMap((way, index) =>
        way.nic !== nic
          ? []
          : [
              configuration(`way${index}`, {
                primary: false,
                privateIPAddress: way.kind === 'own-v6' ? private6(index) : private4(index),
                privateIPAddressVersion: way.kind === 'own-v6' ? 'IPv6' : 'IPv4',
                ...(way.kind === 'nat'
                  ? { loadBalancerInboundNatRules: [{ id: `${ids.loadBalancer}${index}/inboundNatRules/ssh` }] }
                  : { publicIPAddress: { id: `${ids.publicIp}${index}` } }),
              }),
            ],
      );
      const first = configuration('first', { primary: true, privateIPAddress: `10.0.1.${nic}` });
      return resource(id, {
        primary: nic === 0,
        ...reference(`nic${nic}`, nicRules[nic]),
        ipConfigurations: [first, ...own],
      });
    });
    const addresses = ways.map((way, index) =>
      resource(
        `${ids.publicIp}${index}`,
        { ipAddress: publicOf(at, index, way), publicIPAllocationMethod: 'Static' },
        { sku: { name: way.standard ? 'Standard' : 'Basic' } },
      ),
    );
    const balancers = ways.flatMap((way, index) => {
      if (way.kind !== 'nat') return [];
      const id = `${ids.loadBalancer}${index}`;
      const frontend = `${id}/frontendIPConfigurations/fe`;
      const backend = { id: `${ids.nic}${way.nic}/ipConfigurations/way${index}` };
      const properties = {
        frontendIPConfiguration: { id: frontend },
        backendIPConfiguration: backend,
        protocol: 'Tcp',
      };
      return [
        resource(
          id,
          {
            frontendIPConfigurations: [
              { id: frontend, name: 'fe', properties: { publicIPAddress: { id: `${ids.publicIp}${index}` } } },
            ],
            inboundNatRules: [
              {
                id: `${id}/inboundNatRules/ssh`,
                name: 'ssh',
                properties: { ...properties, frontendPort: 50000 + index, backendPort: 22 },
              },
            ],
          },
          { sku: { name: way.standard ? 'Standard' : 'Basic' } },
        ),
      ];
    });
    return {
      vm: {
        networkProfile: {
          networkInterfaces: [0, 1].map((nic) => ({ id: `${ids.nic}${nic}`, properties: { primary: nic === 0 } })),
        },
      },
      subnet: reference('subnet', subnetRules),
      vnet: { addressSpace: { addressPrefixes: ['10.0.0.0/16', 'fd00::/64'] } },
      without: [ids.nic, ids.publicIp, ids.nsg],
      more: [
        ...nics,
        ...addresses,
        ...balancers,
        ...guard('subnet', subnetRules),
        ...guard('nic0', nicRules[0]),
        ...guard('nic1', nicRules[1]),
      ],
    };
  });
}

const cases = fc.sample(arbitraryCase, { seed: 20260116, numRuns: 150 });

test('of several ways in, one that the internet lets through is told, and none where there is none', async () => {
  const connected = await connect(worldFile(cases.flatMap(resourcesOf)));
  const wrong: unknown[] = [];
  const tally = { ready: 0, blocked: 0, unclear: 0 };
  try {
    const judge = async (one: Case, at: number) => {
      const source = one.fromV6 ? '2001:db8::7' : '203.0.113.7';
      const reaches = (destination: string, port: number) => {
        const delivery = deliver(connected.world, { source, destination, port });
        return delivery.kind === 'delivered' && delivery.vmId === idsOf(nameOf(at)).vm && delivery.port === 22;
      };
      const open = one.ways.filter((way, index) => {
        const address = publicOf(at, index, way);
        return address.includes(':') === one.fromV6 && reaches(address, way.kind === 'nat' ? 50000 + index : 22);
      });
      const { verdict, ssh, statuses } = await look(connected, nameOf(at), source);
      tally[verdict.kind] += 1;
      const [, port = '22', address = ''] = /^ssh (?:-p (\d+) )?\S+@(\S+)$/.exec(ssh?.line ?? '') ?? [];
      const right =
        open.length > 0 ? verdict.kind === 'ready' && reaches(address, Number(port)) : verdict.kind === 'blocked';
      if (!right) wrong.push({ at, one, open, verdict, ssh, statuses });
    };
    await Promise.all(cases.map(judge));
  } finally {
    await connected.arm.close();
  }
  expect(wrong).toEqual([]);
  expect(Math.min(tally.ready, tally.blocked)).toBeGreaterThan(cases.length / 20);
});

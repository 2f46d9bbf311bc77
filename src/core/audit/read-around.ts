import type { SurveyedForward } from './arm/balancer-from-arm.ts';
import type { SurveyedConfiguration, SurveyedInterface } from './arm/interface-from-arm.ts';
import type { SurveyedAddress, SurveyedMachine } from './arm/machine-from-arm.ts';
import type { SurveyedNetwork } from './arm/network-from-arm.ts';
import { networkOf } from './arm/network-of.ts';
import type { FlaggedNsgs } from './flag-nsgs.ts';
import { forwardsTo } from './forwards-to.ts';
import { foundInterfaces } from './found-interfaces.ts';
import type { FreshReads } from './fresh-reads.ts';
import { hiddenNetworks } from './hidden-networks.ts';
import { interfacesBehind } from './interfaces-behind.ts';
import type { Inventory } from './inventory.ts';
import { notReadWords } from './not-read-words.ts';
import { readKnownInterfaces } from './read-known-interfaces.ts';
import { type ReadSubnets, readSubnets } from './read-subnets.ts';
import { type ReadRoutes, readBalancers, readInterfaces, readMachines, readPublicIps } from './surroundings.ts';
import type { SurveyOptions } from './survey-options.ts';
import { balancerOf } from './ways-to.ts';

/** What is around the flagged groups, and the machines that no group guards. */
export interface Around {
  readonly networks: ReadonlyMap<string, SurveyedNetwork>;
  /** By subnet: its group, undefined where it has none; what is missing was on no page. */
  readonly subnets: ReadonlyMap<string, string | undefined>;
  /** Networks of interfaces with a public way in that were on no page. */
  readonly unseenNetworks: ReadonlySet<string>;
  readonly unreadTables: ReadSubnets['unreadTables'];
  /** Groups that were on no page although something names them, with the subnets that do. */
  readonly hiddenGroups: ReadonlyMap<string, readonly string[]>;
  /** Behind a flagged or hidden group, or perhaps with no group at all and a public way in. */
  readonly interfaces: readonly SurveyedInterface[];
  readonly addresses: ReadonlyMap<string, SurveyedAddress>;
  /** Those that the interfaces name and that were read. */
  readonly balancers: ReadonlySet<string>;
  readonly machines: ReadonlyMap<string, SurveyedMachine>;
  readonly counts: { readonly interfaces: number; readonly machines: number };
  /** Interfaces of `known` that are there no more, and those of which nothing is known. */
  readonly gone: ReadonlySet<string>;
  readonly unclear: ReadonlySet<string>;
  /** Ids of interfaces in subnets without a group that could not be read. */
  readonly hiddenInterfaces: readonly string[];
  /** Sentences. */
  readonly notRead: readonly string[];
  forwardsTo(configuration: SurveyedConfiguration): readonly SurveyedForward[];
  behind(nsgId: string, subnetIds: readonly string[]): readonly SurveyedInterface[];
}

export interface AroundParts {
  readonly inventory: Inventory;
  readonly found: FlaggedNsgs;
  readonly routes: ReadRoutes;
  readonly reads: FreshReads;
  readonly options: SurveyOptions;
  /** Networks whose admin rules let somebody in past every group. */
  readonly forced: ReadonlySet<string>;
}

/** Reads everything else page by page, and keeps what the flagged groups and unguarded machines need. */
export async function readAround(parts: AroundParts): Promise<Around> {
  const { inventory, found, reads, options } = parts;
  const subnets = await readSubnets(parts);
  const { kept: paged, count, hiddenGroups, hiddenInterfaces, unseenNetworks } = await readWanted(parts, subnets);
  options.progress?.({ nsgs: found.nsgs, flagged: found.flagged.size, interfaces: count });
  const { interfaces, gone, unclear } = await readKnownInterfaces(paged, options.known, reads);
  const named = balancersOf(interfaces);
  const { balancers, seen } =
    interfaces.length === 0 ? { balancers: [], seen: named } : await readBalancers(inventory, options.port, named);
  const publicIps = new Set([
    ...interfaces.flatMap(({ configurations }) => configurations.flatMap(({ publicIpId }) => publicIpId ?? [])),
    ...balancers.flatMap(({ forwards }) => forwards.map(({ publicIpId }) => publicIpId)),
  ]);
  const addresses = await readPublicIps(inventory, publicIps);
  const machineIds = new Set(interfaces.flatMap(({ machineId }) => machineId ?? []));
  const { machines, count: machineCount } = await readMachines(inventory, machineIds);
  return {
    networks: subnets.networks,
    subnets: subnets.groups,
    unseenNetworks,
    unreadTables: subnets.unreadTables,
    hiddenGroups,
    interfaces,
    addresses,
    balancers: seen,
    machines,
    counts: { interfaces: count, machines: machineCount },
    gone,
    unclear,
    hiddenInterfaces,
    notRead: [
      ...notReadWords('route tables', new Set(subnets.unreadTables.values()), new Set(), 'routeTables'),
      ...notReadWords(
        'virtual networks',
        await hiddenNetworks(interfaces, subnets.groups, reads),
        new Set(),
        'virtualNetworks',
      ),
      ...notReadWords('load balancers', named, seen, 'loadBalancers'),
      ...notReadWords('public IP addresses', publicIps, addresses, 'publicIPAddresses'),
    ],
    forwardsTo: forwardsTo(balancers),
    behind: interfacesBehind(interfaces),
  };
}

async function readWanted(
  { inventory, found, forced, reads }: AroundParts,
  { groups, wanted, hidden, bare }: ReadSubnets,
) {
  const hiddenGroups = new Map([...hidden]);
  const isOpenOrHidden = (nsgId: string) => {
    if (found.flagged.has(nsgId)) return true;
    if (found.groups.has(nsgId)) return false;
    if (!hiddenGroups.has(nsgId)) hiddenGroups.set(nsgId, []);
    return true;
  };
  const isWanted = ({ nsgId, configurations }: SurveyedInterface): boolean => {
    if (nsgId !== undefined && isOpenOrHidden(nsgId)) return true;
    if (configurations.some(({ subnetId }) => wanted.has(subnetId))) return true;
    return configurations.some(
      (each) =>
        isNamedPublicly(each) &&
        ((nsgId === undefined && groups.get(each.subnetId) === undefined) || forced.has(networkOf(each.subnetId))),
    );
  };
  const missing = new Set(bare);
  const unseenNetworks = new Set<string>();
  const { kept, count } = await readInterfaces(inventory, (nic) => {
    missing.delete(nic.id);
    for (const each of nic.configurations)
      if (isNamedPublicly(each) && each.subnetId !== '' && !groups.has(each.subnetId))
        unseenNetworks.add(networkOf(each.subnetId));
    return isWanted(nic);
  });
  const late = await foundInterfaces([...missing], reads);
  return {
    kept: [...kept, ...late.found.filter(isWanted)],
    count: count + late.found.length,
    hiddenGroups,
    hiddenInterfaces: late.hidden,
    unseenNetworks,
  };
}

function isNamedPublicly({ publicIpId, poolIds, natRuleIds }: SurveyedConfiguration): boolean {
  return publicIpId !== undefined || poolIds.length + natRuleIds.length > 0;
}

function balancersOf(nics: readonly SurveyedInterface[]): ReadonlySet<string> {
  return new Set(
    nics.flatMap(({ configurations }) =>
      configurations.flatMap(({ natRuleIds, poolIds }) => [...natRuleIds, ...poolIds].map(balancerOf)),
    ),
  );
}

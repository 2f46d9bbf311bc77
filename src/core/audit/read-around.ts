import type { SurveyedBalancer, SurveyedForward } from './arm/balancer-from-arm.ts';
import type { SurveyedConfiguration, SurveyedInterface } from './arm/interface-from-arm.ts';
import type { SurveyedAddress } from './arm/machine-from-arm.ts';
import type { SurveyedNetwork } from './arm/network-from-arm.ts';
import type { ExposurePath } from './finding.ts';
import type { FlaggedNsgs } from './flag-nsgs.ts';
import type { Inventory } from './inventory.ts';
import {
  readBalancers,
  readInterfaces,
  readMachines,
  readNetworks,
  readPublicIps,
  type WideningRoutes,
} from './surroundings.ts';
import type { SurveyOptions } from './survey-options.ts';

/** What is around the flagged groups, and the machines that no group guards. */
export interface Around {
  readonly networks: ReadonlyMap<string, SurveyedNetwork>;
  /** Behind a flagged group, or with no group at all and a public way in. */
  readonly interfaces: readonly SurveyedInterface[];
  readonly addresses: ReadonlyMap<string, SurveyedAddress>;
  readonly machines: ReadonlyMap<string, ExposurePath['machine']>;
  readonly counts: { readonly interfaces: number; readonly machines: number };
  /** Interfaces of `known` that are there. */
  readonly seen: ReadonlySet<string>;
  forwardsTo(configuration: SurveyedConfiguration): readonly SurveyedForward[];
}

/** Reads everything else page by page, and keeps what the flagged groups and unguarded machines need. */
export async function readAround(
  inventory: Inventory,
  { flagged, nsgs }: FlaggedNsgs,
  routes: WideningRoutes,
  { port, known, progress }: SurveyOptions,
): Promise<Around> {
  const flaggedSubnets = new Set([...flagged.values()].flatMap(({ read }) => read.subnetIds.map(lower)));
  const unguarded = new Set<string>();
  const networks = await readNetworks(inventory, (subnet) => {
    if (subnet.nsgId === undefined) unguarded.add(subnet.id);
    else if (flagged.has(subnet.nsgId)) flaggedSubnets.add(subnet.id);
    return flaggedSubnets.has(subnet.id) || routes.has(subnet.id);
  });
  const seen = new Set<string>();
  const { kept, count } = await readInterfaces(inventory, (nic) => {
    if (known.has(nic.id)) seen.add(nic.id);
    if (nic.nsgId !== undefined && flagged.has(nic.nsgId)) return true;
    const { configurations } = nic;
    if (configurations.some(({ subnetId }) => flaggedSubnets.has(subnetId))) return true;
    return nic.nsgId === undefined && configurations.some((each) => isInTheOpen(each, unguarded));
  });
  progress?.({ nsgs, flagged: flagged.size, interfaces: count });
  const balancers = kept.length === 0 ? [] : await readBalancers(inventory, port);
  const addresses = await readPublicIps(inventory, publicIpsOf(kept, balancers));
  const machineIds = new Set(kept.flatMap(({ machineId }) => machineId ?? []));
  const { machines, count: machineCount } = await readMachines(inventory, machineIds);
  return {
    networks,
    interfaces: kept,
    addresses,
    machines,
    counts: { interfaces: count, machines: machineCount },
    seen,
    forwardsTo: (configuration) => balancers.flatMap((each) => forwardsIn(each, configuration)),
  };
}

const lower = (id: string) => id.toLowerCase();

function isInTheOpen(configuration: SurveyedConfiguration, unguarded: ReadonlySet<string>): boolean {
  const { subnetId, publicIpId, poolIds, natRuleIds } = configuration;
  return unguarded.has(subnetId) && (publicIpId !== undefined || poolIds.length + natRuleIds.length > 0);
}

function publicIpsOf(nics: readonly SurveyedInterface[], balancers: readonly SurveyedBalancer[]): ReadonlySet<string> {
  return new Set([
    ...nics.flatMap(({ configurations }) => configurations.flatMap(({ publicIpId }) => publicIpId ?? [])),
    ...balancers.flatMap(({ forwards }) => forwards.map(({ publicIpId }) => publicIpId)),
  ]);
}

function forwardsIn({ forwards, pools }: SurveyedBalancer, to: SurveyedConfiguration): SurveyedForward[] {
  return forwards.filter(
    ({ configurationId, ruleId, poolIds }) =>
      configurationId === to.id ||
      to.natRuleIds.includes(ruleId) ||
      poolIds.some((id) => {
        const pool = pools.get(id);
        return to.poolIds.includes(id) || pool?.members.has(to.id) || pool?.addresses.has(to.privateAddress);
      }),
  );
}

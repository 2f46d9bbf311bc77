import type { SurveyedNetwork, SurveyedSubnet } from './arm/network-from-arm.ts';
import { networkOf } from './arm/network-of.ts';
import { inScaleSet } from './behind-group.ts';
import type { AroundParts } from './read-around.ts';
import { readNetworks } from './surroundings.ts';

export interface ReadSubnets {
  /** Of which a subnet has a flagged or hidden group, or widening routes. */
  readonly networks: ReadonlyMap<string, SurveyedNetwork>;
  /** Of every subnet its group, undefined where it has none: all that is kept of the other networks. */
  readonly groups: ReadonlyMap<string, string | undefined>;
  /** Those of flagged and hidden groups. */
  readonly wanted: ReadonlySet<string>;
  /** Groups that were on no page, with the subnets that name them. */
  readonly hidden: ReadonlyMap<string, readonly string[]>;
  /** Ids, in lower case, of interfaces in subnets of which a closed group may not guard them: each has to be seen. */
  readonly bare: ReadonlySet<string>;
  /** By subnet: the route table that it names and that no page had. */
  readonly unreadTables: ReadonlyMap<string, string>;
}

export async function readSubnets({ inventory, found, routes, forced }: AroundParts): Promise<ReadSubnets> {
  const groups = new Map<string, string | undefined>();
  const wanted = new Set<string>();
  const hidden = new Map<string, string[]>();
  const bare = new Set<string>();
  const unreadTables = new Map<string, string>();
  for (const { subnetIds } of found.flagged.values()) for (const id of subnetIds) wanted.add(id.toLowerCase());
  const note = ({ id, nsgId, routeTableId, interfaceIds }: SurveyedSubnet): boolean => {
    groups.set(id, nsgId);
    if (nsgId === undefined || routes.widening.has(id) || forced.has(networkOf(id))) noteAll(bare, interfaceIds);
    if (routeTableId !== undefined && !routes.tables.has(routeTableId)) unreadTables.set(id, routeTableId);
    if (nsgId !== undefined && found.flagged.has(nsgId)) wanted.add(id);
    else if (nsgId !== undefined && !found.groups.has(nsgId)) {
      wanted.add(id);
      hidden.set(nsgId, [...(hidden.get(nsgId) ?? []), id]);
    }
    return wanted.has(id) || routes.widening.has(id);
  };
  // Every subnet is noted, so the first that is wanted must not end it.
  const networks = await readNetworks(inventory, ({ subnets }) => subnets.filter(note).length > 0);
  return { networks, groups, wanted, hidden, bare, unreadTables };
}

function noteAll(to: Set<string>, interfaceIds: readonly string[]): void {
  for (const id of interfaceIds) if (!inScaleSet.test(id)) to.add(id.toLowerCase());
}

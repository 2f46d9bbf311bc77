import type { RoutesOf } from './flag-nsgs.ts';
import type { Inventory } from './inventory.ts';
import { type ReadRoutes, readInterfaces } from './surroundings.ts';

/** Which routes widen the tag VirtualNetwork behind a group: those of its subnets, and of its interfaces' subnets. */
export async function routesBehind(inventory: Inventory, { widening }: ReadRoutes): Promise<RoutesOf> {
  const ofInterfaces = new Map<string, readonly string[]>();
  if (widening.size > 0) {
    await readInterfaces(inventory, ({ nsgId, configurations }) => {
      const prefixes = configurations.flatMap(({ subnetId }) => widening.get(subnetId) ?? []);
      if (nsgId !== undefined && prefixes.length > 0) ofInterfaces.set(nsgId, prefixes);
      return false;
    });
  }
  return ({ nsg, subnetIds }) => [
    ...subnetIds.flatMap((id) => widening.get(id.toLowerCase()) ?? []),
    ...(ofInterfaces.get(nsg.id.toLowerCase()) ?? []),
  ];
}

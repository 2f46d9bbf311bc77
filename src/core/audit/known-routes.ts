import { networkOf } from './arm/network-of.ts';
import type { ReadNsg } from './arm/nsg-from-arm.ts';
import type { BehindGroup } from './behind-group.ts';
import type { FreshReads } from './fresh-reads.ts';

/**
 * Whether no route opens a group but those that are known: its subnets and those of its interfaces are read as they are now,
 * with their route tables. Asked for before a finding is called resolved, and never for all groups.
 */
export async function areRoutesKnown(
  { subnetIds }: ReadNsg,
  { nics, hidden }: BehindGroup,
  known: readonly string[],
  reads: FreshReads,
): Promise<boolean> {
  if (hidden.length > 0) return false;
  const behind = new Set([
    ...subnetIds.map((id) => id.toLowerCase()),
    ...nics.flatMap(({ configurations }) => configurations.map(({ subnetId }) => subnetId)),
  ]);
  for (const subnetId of behind) {
    const network = await reads.network(networkOf(subnetId));
    if (network === undefined) continue;
    if ('kind' in network) return false;
    const tableId = network.subnets.find(({ id }) => id === subnetId)?.routeTableId;
    const table = tableId === undefined ? undefined : await reads.routes(tableId);
    if (table === undefined) continue;
    if ('kind' in table || table.prefixes.some((prefix) => !known.includes(prefix))) return false;
  }
  return true;
}

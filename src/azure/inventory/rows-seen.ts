import type { ArmResource } from '../../core/audit/inventory.ts';

export interface RowsSeen {
  add(rows: readonly ArmResource[]): void;
  /** Whether there was a row of this subscription. */
  has(subscriptionId: string): boolean;
  /** Whether all its rows were seen: one of a subscription behind it followed. */
  isOver(subscriptionId: string): boolean;
  /** Those that were not seen yet, of subscriptions that are not over. */
  without(rows: readonly ArmResource[]): readonly ArmResource[];
}

/** What came so far of rows in the order of their ids. It keeps the ids of one subscription only, the last. */
export function rowsSeen(): RowsSeen {
  const subscriptions = new Set<string>();
  let last = '';
  const ids = new Set<string>();
  return {
    add(rows) {
      for (const { id } of rows) {
        const of = subscriptionOf(id);
        if (of !== last) ids.clear();
        last = of;
        subscriptions.add(of);
        ids.add(id);
      }
    },
    has: (id) => subscriptions.has(id.toLowerCase()),
    isOver: (id) => id.toLowerCase() !== last && subscriptions.has(id.toLowerCase()),
    without: (rows) => (ids.size === 0 ? rows : rows.filter(({ id }) => !isKnown(id))),
  };

  function isKnown(id: string): boolean {
    if (ids.has(id)) return true;
    if (subscriptionOf(id) !== last) return false;
    const lower = id.toLowerCase();
    for (const each of ids) if (each.toLowerCase() === lower) return true;
    return false;
  }
}

/** The subscription in a resource's id, in lower case. */
export function subscriptionOf(id: string): string {
  const from = id.indexOf('/', 1) + 1;
  const end = id.indexOf('/', from);
  return (from === 0 ? '' : id.slice(from, end < 0 ? undefined : end)).toLowerCase();
}

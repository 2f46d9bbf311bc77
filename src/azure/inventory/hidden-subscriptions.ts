import type { InventoryType } from '../../core/audit/inventory.ts';
import { inParallel } from '../../core/in-parallel.ts';
import type { ArmClient } from '../arm-client.ts';
import type { GraphSource } from './graph-pages.ts';
import { subscriptionsQuery } from './kinds.ts';
import type { Ledger, NamedSubscription } from './ledger.ts';
import { listPages } from './list-pages.ts';
import { noteTrouble } from './note-trouble.ts';
import type { PatientClient } from './patient-client.ts';

const nsgs: InventoryType = 'microsoft.network/networksecuritygroups';
const subscriptionsInAQuery = 1000;
const listsAtATime = 4;

interface Parts {
  readonly graph: GraphSource;
  readonly arm: ArmClient;
  readonly client: PatientClient;
}

/**
 * Ids, in lower case, of subscriptions that have security groups of which Resource Graph shows none. Asked for ahead of
 * everything else: of other types a subscription may well have nothing.
 * @returns undefined where Resource Graph does not answer: whatever is wrong is told by the pages that follow
 */
export async function hiddenSubscriptions(ledger: Ledger, parts: Parts): Promise<ReadonlySet<string> | undefined> {
  const { graph, arm, client } = parts;
  const shown = new Set<string>();
  for (const of of chunks(ledger.readable())) {
    const pages = graph.pages(nsgs, idsOf(of), subscriptionsQuery(nsgs));
    let step = await pages.next();
    for (; !step.done; step = await pages.next()) for (const { id } of step.value) shown.add(id.toLowerCase());
    if (step.value !== undefined) return undefined;
  }
  const silent = ledger.readable().filter(({ id }) => !shown.has(id.toLowerCase()));
  const hidden = await inParallel(silent, listsAtATime, async (subscription) => {
    const first = await listPages(nsgs, subscription.id, arm, client).next();
    if (!first.done) return [subscription.id.toLowerCase()];
    if (first.value !== undefined) noteTrouble(nsgs, subscription, first.value, ledger);
    return [];
  });
  return new Set(hidden.flat());
}

export function idsOf(of: readonly NamedSubscription[]): string[] {
  return of.map(({ id }) => id);
}

/** As many as one query may name. */
export function chunks(of: readonly NamedSubscription[]): (readonly NamedSubscription[])[] {
  const count = Math.ceil(of.length / subscriptionsInAQuery);
  return Array.from({ length: count }, (_, at) =>
    of.slice(at * subscriptionsInAQuery, (at + 1) * subscriptionsInAQuery),
  );
}

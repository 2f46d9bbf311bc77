import type { Logger } from 'pino';
import type { ArmResource, Inventory, InventoryType } from '../../core/audit/inventory.ts';
import type { Wait } from '../../wait.ts';
import type { ArmClient } from '../arm-client.ts';
import type { Clients } from '../clients.ts';
import { createNetworkReads } from '../network-reads.ts';
import { readJitRequests } from '../read-jit.ts';
import type { Reader } from '../reader.ts';
import type { Trouble } from '../trouble.ts';
import { createGraphSource } from './graph-pages.ts';
import { chunks, hiddenSubscriptions, idsOf } from './hidden-subscriptions.ts';
import type { Ledger, NamedSubscription } from './ledger.ts';
import { listPages } from './list-pages.ts';
import { merged } from './merged.ts';
import { noteTrouble } from './note-trouble.ts';
import { createPatientClient } from './patient-client.ts';
import { readOne } from './read-one.ts';
import { type RowsSeen, rowsSeen, subscriptionOf } from './rows-seen.ts';
import { startLedger } from './start-ledger.ts';

export interface InventoryParts {
  readonly arm: ArmClient;
  readonly clients: Clients;
  readonly log: Logger;
  readonly reader: Reader;
  /** The reader's deadline for one page. */
  readonly timeoutMs: number;
  readonly wait: Wait;
  /** Ids of the subscriptions to read; undefined: all that can be seen. */
  readonly subscriptions: readonly string[] | undefined;
  /** Those that the last audit had to answer for: one that is seen no more is told. */
  readonly before: readonly NamedSubscription[];
}

const listsAtATime = 4;
const nsgs: InventoryType = 'microsoft.network/networksecuritygroups';

/**
 * Reads all of Azure for one audit: from Resource Graph, and where that is refused or stays broken, from the lists of each
 * subscription. Resource Graph leaves out what may not be read without a word: a subscription in which it shows no
 * security group is therefore asked itself, and where that has some, everything there is read from lists.
 */
export function openInventory(parts: InventoryParts): Inventory {
  const { arm, clients, log, reader, timeoutMs, wait, subscriptions, before } = parts;
  const client = createPatientClient({ reader, timeoutMs, wait });
  const graph = createGraphSource(arm, client, wait);
  let started: Promise<Ledger> | undefined;
  let graphIsOut = false;
  /** Ids of those that Resource Graph hides, in lower case; undefined while it is not known. */
  let hidden: Promise<ReadonlySet<string> | undefined> | undefined;
  const ledgerOf = () => {
    started ??= startLedger({ arm, reader, wait, wanted: subscriptions, before });
    return started;
  };

  async function* fromLists(
    type: InventoryType,
    of: readonly NamedSubscription[],
    ledger: Ledger,
  ): AsyncGenerator<readonly ArmResource[]> {
    async function* list(subscription: NamedSubscription) {
      const trouble = yield* listPages(type, subscription.id, arm, client);
      if (trouble !== undefined) noteTrouble(type, subscription, trouble, ledger);
    }
    yield* merged(of.map(list), listsAtATime);
  }

  function noteOut(type: InventoryType, trouble: Trouble | undefined): void {
    if (trouble === undefined) return;
    log.warn({ type, because: trouble.because }, 'Resource Graph does not answer the audit; it asks for lists');
    graphIsOut = true;
  }

  /** The pages of some subscriptions, and at the end of those that it did not come to, or left out. */
  async function* fromGraph(
    type: InventoryType,
    of: readonly NamedSubscription[],
    ledger: Ledger,
    unshown: Set<string>,
  ) {
    const seen = rowsSeen();
    let trouble: Trouble | undefined;
    if (!graphIsOut) {
      const pages = graph.pages(type, idsOf(of));
      let step = await pages.next();
      for (; !step.done; step = await pages.next()) {
        seen.add(step.value);
        yield step.value;
      }
      trouble = step.value;
    }
    if (trouble?.reason === 'sign-in') {
      for (const each of of) ledger.note(each, trouble);
      return;
    }
    noteOut(type, trouble);
    const left = graphIsOut ? of.filter(({ id }) => !seen.isOver(id)) : await leftOut(type, of, seen);
    for await (const rows of fromLists(type, left, ledger)) {
      for (const { id } of rows) unshown.add(subscriptionOf(id));
      yield seen.without(rows);
    }
  }

  /** Those of which Resource Graph shows nothing and that have, or may have, something all the same. */
  async function leftOut(type: InventoryType, of: readonly NamedSubscription[], { has }: RowsSeen) {
    const known = await hidden;
    return of.filter(({ id }) => !has(id) && (known?.has(id.toLowerCase()) ?? type === nsgs));
  }

  async function* pages(type: InventoryType): AsyncGenerator<readonly ArmResource[]> {
    const ledger = await ledgerOf();
    if (type !== nsgs && !graphIsOut) {
      hidden ??= hiddenSubscriptions(ledger, { graph, arm, client });
      await hidden;
    }
    const unshown = new Set<string>();
    for (const of of chunks(ledger.readable())) yield* fromGraph(type, of, ledger, unshown);
    if (type === nsgs && !graphIsOut && (await hidden) === undefined) hidden = Promise.resolve(unshown);
  }

  return {
    pages,
    async mayHaveAdminRules() {
      let managers = 0;
      for await (const rows of pages('microsoft.network/networkmanagers')) managers += rows.length;
      return managers > 0;
    },
    get: (id) => readOne(id, arm.endpoint, (read, url) => client.ask(read, (signal) => arm.patientRead(url, signal))),
    async adminRules(vnetId) {
      // These reads keep what they have read, and there may be thousands of networks.
      const read = await createNetworkReads(clients, reader).adminRules(vnetId);
      return read.ok ? read.value : read.unreadable;
    },
    jitRequests: (subscriptionId) => readJitRequests(subscriptionId, { arm, reader }),
    subscriptions: async () => (await ledgerOf()).summary(),
  };
}

import type { Logger } from 'pino';
import type { ArmResource, Inventory, InventoryType } from '../../core/audit/inventory.ts';
import type { Wait } from '../../wait.ts';
import type { ArmClient } from '../arm-client.ts';
import type { Clients } from '../clients.ts';
import { createNetworkReads } from '../network-reads.ts';
import type { Reader } from '../reader.ts';
import type { Trouble } from '../trouble.ts';
import { createGraphSource } from './graph-pages.ts';
import type { Ledger, NamedSubscription } from './ledger.ts';
import { listPages } from './list-pages.ts';
import { merged } from './merged.ts';
import { createPatientClient } from './patient-client.ts';
import { readOne } from './read-one.ts';
import { rowsSeen } from './rows-seen.ts';
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

const subscriptionsInAQuery = 1000;
const listsAtATime = 4;
const nsgs: InventoryType = 'microsoft.network/networksecuritygroups';

/**
 * Reads all of Azure for one audit: from Resource Graph, and where that is refused or stays broken, from the lists of each
 * subscription. Resource Graph leaves out what may not be read without a word: a subscription in which it shows no
 * security group is therefore asked itself. Single resources that are hidden from the bot cannot be noticed.
 */
export function openInventory(parts: InventoryParts): Inventory {
  const { arm, clients, log, reader, timeoutMs, wait, subscriptions, before } = parts;
  const client = createPatientClient({ reader, timeoutMs, wait });
  const graph = createGraphSource(arm, client, wait);
  const network = createNetworkReads(clients, reader);
  let started: Promise<Ledger> | undefined;
  let graphIsOut = false;
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
      if (trouble !== undefined) ledger.note(subscription, trouble);
    }
    yield* merged(of.map(list), listsAtATime);
  }

  /** The pages of some subscriptions, and at the end of those that it did not come to, or left out. */
  async function* fromGraph(type: InventoryType, of: readonly NamedSubscription[], ledger: Ledger) {
    const seen = rowsSeen();
    let trouble: Trouble | undefined;
    if (!graphIsOut) {
      const pages = graph.pages(
        type,
        of.map(({ id }) => id),
      );
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
    if (trouble !== undefined) {
      log.warn({ type, because: trouble.because }, 'Resource Graph does not answer the audit; it asks for lists');
      graphIsOut = true;
    }
    if (!graphIsOut && type !== nsgs) return;
    const left = of.filter(({ id }) => !(graphIsOut ? seen.isOver(id) : seen.has(id)));
    for await (const rows of fromLists(type, left, ledger)) yield seen.without(rows);
  }

  return {
    async *pages(type) {
      const ledger = await ledgerOf();
      const readable = ledger.readable();
      for (let start = 0; start < readable.length; start += subscriptionsInAQuery)
        yield* fromGraph(type, readable.slice(start, start + subscriptionsInAQuery), ledger);
    },
    get: (id) => readOne(id, arm.endpoint, (read, url) => client.ask(read, (signal) => arm.patientRead(url, signal))),
    async adminRules(vnetId) {
      const read = await network.adminRules(vnetId);
      return read.ok ? read.value : read.unreadable;
    },
    subscriptions: async () => (await ledgerOf()).summary(),
  };
}

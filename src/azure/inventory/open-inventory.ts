import type { Logger } from 'pino';
import type { Clock } from '../../clock.ts';
import type { UnreadSubscription } from '../../core/audit/audit-run.ts';
import type { ArmResource, Inventory, InventoryType } from '../../core/audit/inventory.ts';
import { apiVersions } from '../../core/remediations/api-versions.ts';
import type { Wait } from '../../wait.ts';
import { saysGone } from '../arm-answer.ts';
import type { ArmClient } from '../arm-client.ts';
import { armUrl } from '../arm-url.ts';
import type { Clients } from '../clients.ts';
import { createNetworkReads } from '../network-reads.ts';
import { createReader, type ReadResult } from '../reader.ts';
import { reads } from '../reads.ts';
import { parseResourceId } from '../resource-id.ts';
import { graphPages } from './graph-pages.ts';
import { listPages } from './list-pages.ts';
import { readScope } from './read-scope.ts';

export interface InventoryParts {
  readonly arm: ArmClient;
  readonly clients: Clients;
  readonly clock: Clock;
  readonly log: Logger;
  readonly wait: Wait;
  /** The only ones to look at; undefined: all that can be seen. */
  readonly subscriptions: readonly string[] | undefined;
}

/** With all that Azure asks to wait for. */
const patienceMs = 10 * 60_000;
const nsgType: InventoryType = 'microsoft.network/networksecuritygroups';

type Failed = Extract<ReadResult<unknown>, { ok: false }>;

/**
 * Azure as an audit reads it: Resource Graph, and where that is refused the lists of each subscription. One is opened for
 * one audit. Resource Graph leaves out what may not be read without a word, so a subscription without any group is asked
 * once more by itself: silence is never taken for "nothing there".
 */
export function openInventory({ arm, clients, clock, log, wait, subscriptions }: InventoryParts): Inventory {
  const reader = createReader({ clock, timeoutMs: patienceMs, log });
  const graph = graphPages({ clients, reader, clock, wait });
  const lists = { arm, reader, clock, wait };
  const network = createNetworkReads(clients, reader);
  const unread = new Map<string, UnreadSubscription>();
  const withGroups = new Set<string>();
  let isGraphRefused = false;
  let scope: ReturnType<typeof readScope> | undefined;

  function scopeOnce() {
    scope ??= readScope({ arm, reader, subscriptions });
    return scope;
  }

  function note(id: string, name: string | undefined, failed: Failed): void {
    const { reason, because, permission } = failed.unreadable;
    if (unread.has(id)) return;
    const why = reason === 'not-found' ? 'forbidden' : reason;
    const entry = { id, reason: why, because, ...(name !== undefined && { name }) };
    unread.set(id, permission === undefined ? entry : { ...entry, permission });
  }

  async function* fromGraph(type: InventoryType): AsyncGenerator<readonly ArmResource[], 'all' | 'refused'> {
    const { seen } = await scopeOnce();
    let isFirst = true;
    for await (const read of graph.pages(type, [...seen.keys()])) {
      if (!read.ok) {
        if (isFirst) return 'refused';
        // What was read is not read twice: the rest of it is not known.
        for (const [id, name] of seen) note(id, name, read);
        return 'all';
      }
      isFirst = false;
      yield read.value;
    }
    return 'all';
  }

  async function* fromLists(type: InventoryType): AsyncGenerator<readonly ArmResource[]> {
    const { seen } = await scopeOnce();
    for (const [id, name] of seen) {
      for await (const read of listPages(type, id, lists)) {
        if (read.ok) yield read.value;
        else note(id, name, read);
      }
    }
  }

  async function* pages(type: InventoryType): AsyncGenerator<readonly ArmResource[]> {
    if (!isGraphRefused) {
      const end = yield* fromGraph(type);
      if (end === 'all') return;
      log.warn({ type }, 'Resource Graph does not answer the audit; it asks each subscription for its lists');
      isGraphRefused = true;
    }
    yield* fromLists(type);
  }

  return {
    async *pages(type) {
      for await (const page of pages(type)) {
        if (type === nsgType) for (const { id } of page) withGroups.add(subscriptionOf(id));
        yield page;
      }
    },
    async get(id) {
      const version = parseResourceId(id)?.type.startsWith('microsoft.compute/')
        ? apiVersions.compute
        : apiVersions.network;
      const read = await reader.read(reads.resource(id), async ({ abortSignal }) => {
        const answer = await arm.read(armUrl(arm.endpoint, id, version), abortSignal);
        if (answer.status === 200) return answer.body as unknown as ArmResource;
        if (saysGone(answer)) return undefined;
        throw answer.asError();
      });
      return read.ok ? read.value : read.unreadable;
    },
    async adminRules(vnetId) {
      const read = await network.adminRules(vnetId);
      return read.ok ? read.value : read.unreadable;
    },
    async subscriptions() {
      const { seen, unseen } = await scopeOnce();
      for (const each of unseen) unread.set(each.id, each);
      for (const [id, name] of seen) {
        if (isGraphRefused || withGroups.has(id) || unread.has(id)) continue;
        const silence = await whatSilenceMeans(id, lists);
        if (silence !== undefined) note(id, name, silence);
      }
      const answered = [...seen].flatMap(([id, name]) => (unread.has(id) ? [] : [{ id, ...(name && { name }) }]));
      return { answered, unread: [...unread.values()] };
    },
  };
}

/** Of a subscription of which Resource Graph told no group: undefined where it really has none. */
async function whatSilenceMeans(id: string, lists: Parameters<typeof listPages>[2]): Promise<Failed | undefined> {
  for await (const read of listPages(nsgType, id, lists)) {
    if (!read.ok) return read;
    if (read.value.length === 0) continue;
    const because = 'Resource Graph does not tell of its network security groups, which are there.';
    const unreadable = { kind: 'unreadable', what: 'network security groups', reason: 'failed', because } as const;
    const trouble = { reason: 'failed', because, hint: 'It may be minutes behind: run the audit again.' } as const;
    return {
      ok: false,
      unreadable,
      trouble,
      asError: () => {
        throw new Error(because);
      },
    };
  }
  return undefined;
}

function subscriptionOf(id: unknown): string {
  return /^\/subscriptions\/([^/]+)/i.exec(String(id))?.[1]?.toLowerCase() ?? '';
}

import type { Clock } from '../../clock.ts';
import type { ArmResource, InventoryType } from '../../core/audit/inventory.ts';
import type { Wait } from '../../wait.ts';
import type { Clients } from '../clients.ts';
import type { Reader, ReadResult } from '../reader.ts';
import { reads } from '../reads.ts';
import { retryAfterMs } from '../retry-after.ts';
import { UnexpectedAnswer } from '../unexpected-answer.ts';
import { withinDeadline } from '../within-deadline.ts';
import { patiently } from './patient.ts';

/** Rows a page. Groups and balancers are large: an answer holds 16 MB at most, and one page is in memory at a time. */
const rowsOf: Partial<Record<InventoryType, number>> = {
  'microsoft.network/networksecuritygroups': 250,
  'microsoft.network/loadbalancers': 250,
  'microsoft.network/virtualnetworks': 500,
};
const mostRows = 1000;
const mostSubscriptions = 1000;

interface Page {
  readonly rows: readonly ArmResource[];
  readonly skipToken: string | undefined;
}

export interface GraphPages {
  /**
   * All resources of one type over these subscriptions, page by page; the last thing that it gives is why it ended early,
   * if it did.
   */
  pages(type: InventoryType, subscriptions: readonly string[]): AsyncIterable<ReadResult<readonly ArmResource[]>>;
}

export interface GraphParts {
  readonly clients: Clients;
  readonly reader: Reader;
  readonly clock: Clock;
  readonly wait: Wait;
}

/** Of one page, its own retries included. */
const pageTimeoutMs = 60_000;

/** Resource Graph, paced by what it tells of its quota: about fifteen queries in five seconds. */
export function graphPages({ clients, reader, clock, wait }: GraphParts): GraphPages {
  let pauseMs = 0;

  async function ask(
    query: string,
    subscriptions: readonly string[],
    top: number,
    skipToken: string | undefined,
  ): Promise<Page> {
    const graph = await clients.graph();
    const options = { resultFormat: 'objectArray' as const, top, ...(skipToken !== undefined && { skipToken }) };
    return patiently(wait, async () => {
      if (pauseMs > 0) await wait(pauseMs);
      pauseMs = 0;
      const request = { query, options, subscriptions: [...subscriptions] };
      const answer = await withinDeadline(clock, pageTimeoutMs, (abortSignal) =>
        graph.resources(request, {
          abortSignal,
          onResponse({ headers }) {
            if (headers.get('x-ms-user-quota-remaining')?.trim() === '0') pauseMs = retryAfterMs(headers) ?? 0;
          },
        }),
      );
      if (!Array.isArray(answer.data)) throw new UnexpectedAnswer('its rows are no list');
      return { rows: answer.data as ArmResource[], skipToken: answer.skipToken || undefined };
    });
  }

  return {
    async *pages(type, subscriptions) {
      const query = `resources | where type =~ '${type}' | project id, name, type, location, tags, sku, properties | order by id asc`;
      for (let from = 0; from < subscriptions.length; from += mostSubscriptions) {
        const some = subscriptions.slice(from, from + mostSubscriptions);
        let top = rowsOf[type] ?? mostRows;
        let skipToken: string | undefined;
        for (let isLast = false; !isLast; ) {
          const read = await reader.read(reads.inventory(type), () => ask(query, some, top, skipToken));
          if (!read.ok && top > 1 && read.trouble.code === tooLarge) {
            top = Math.ceil(top / 2);
            continue;
          }
          if (!read.ok) {
            yield read;
            return;
          }
          yield { ok: true, value: read.value.rows };
          skipToken = read.value.skipToken;
          isLast = skipToken === undefined;
        }
      }
    },
  };
}

const tooLarge = 'ResponsePayloadTooLarge';

import { z } from 'zod';
import type { Clients } from './clients.ts';
import type { Reader, ReadResult } from './reader.ts';
import { type Read, reads } from './reads.ts';
import { isRestError } from './rest-error.ts';
import { UnexpectedAnswer } from './unexpected-answer.ts';

interface GraphQuery<Row> {
  readonly query: string;
  readonly row: z.ZodType<Row>;
  /** Rows on a page, at most 1000. */
  readonly top: number;
  readonly mostPages: number;
  /** What a failure is called; left out: the list of VMs. */
  readonly read?: Read;
}

interface GraphRows<Row> {
  readonly rows: Row[];
  /** How many more fit the query than were read; 0 when these are all. */
  readonly more: number;
}

export interface Graph {
  /** Runs a Resource Graph query over the subscriptions that may be looked at. The query must project `id`. */
  ask<Row>(query: GraphQuery<Row>): Promise<ReadResult<GraphRows<Row>>>;
}

/** Resource Graph answers a principal that sees no subscription at all with an error, not with an empty list. */
const noSubscriptionCode = 'NoValidSubscriptionsInQueryRequest';

export function createGraph(clients: Clients, reader: Reader, subscriptions: readonly string[] | undefined): Graph {
  return {
    ask: ({ query, row, top, mostPages, read = reads.findVms() }) =>
      reader.read(read, async ({ abortSignal }) => {
        const graph = await clients.graph();
        const rows: z.infer<typeof row>[] = [];
        let skipToken: string | undefined;
        let total = 0;
        for (let page = 0; page < mostPages; page++) {
          const options = { resultFormat: 'objectArray' as const, top, ...(skipToken !== undefined && { skipToken }) };
          const request = { query, options, ...(subscriptions !== undefined && { subscriptions: [...subscriptions] }) };
          const answer = await graph.resources(request, { abortSignal }).catch(noRowsWithoutSubscriptions);
          rows.push(...parseRows(answer.data, row));
          total = answer.totalRecords ?? 0;
          skipToken = answer.skipToken || undefined;
          if (skipToken === undefined) break;
        }
        // Where Azure does not count, the token still tells that there is one more at least.
        return { rows, more: Math.max(skipToken === undefined ? 0 : 1, total - rows.length) };
      }),
  };
}

function parseRows<Row>(data: unknown, row: z.ZodType<Row>): Row[] {
  const parsed = z.array(row).safeParse(data);
  if (parsed.success) return parsed.data;
  throw new UnexpectedAnswer(`Resource Graph's rows lack ${parsed.error.issues[0]?.path.join('.') || 'their form'}`);
}

interface Page {
  readonly data: unknown;
  readonly skipToken?: string;
  readonly totalRecords?: number;
}

function noRowsWithoutSubscriptions(error: unknown): Page {
  const body = isRestError(error) ? `${error.code} ${error.message} ${error.response?.bodyAsText ?? ''}` : '';
  if (body.includes(noSubscriptionCode)) return { data: [] };
  throw error;
}

import { z } from 'zod';
import { requestFailure } from './query-failure.ts';

const mostSubscriptions = 1000;
const mostRows = 1000;

const schema = z.object({
  query: z.string().min(1),
  subscriptions: z.array(z.string()).nullish(),
  managementGroups: z.array(z.string()).nullish(),
  options: z
    .object({
      $top: z.int().min(1).max(mostRows).nullish(),
      $skip: z.int().min(0).nullish(),
      $skipToken: z.string().nullish(),
      resultFormat: z.string().nullish(),
    })
    .nullish(),
});

export interface QueryRequest {
  readonly query: string;
  /** In lower case; undefined for all that can be read. */
  readonly subscriptions: ReadonlySet<string> | undefined;
  readonly top: number;
  readonly skip: number;
  readonly skipToken: string | undefined;
  readonly format: 'objectArray' | 'table';
}

/** @throws ArmFailure 400 */
export function readQueryRequest(body: unknown, nowMs: number): QueryRequest {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const message = `The request is invalid at '${issue?.path.join('.')}': ${issue?.message}`;
    throw requestFailure('InvalidQueryRequest', message, nowMs);
  }
  const { query, subscriptions, options } = parsed.data;
  if ((subscriptions?.length ?? 0) > mostSubscriptions) {
    const message = `A query may name at most ${mostSubscriptions} subscriptions.`;
    throw requestFailure('TooManySubscriptionsInQueryRequest', message, nowMs);
  }
  const named = subscriptions?.map((id) => id.toLowerCase());
  return {
    query,
    subscriptions: named === undefined || named.length === 0 ? undefined : new Set(named),
    top: options?.$top ?? mostRows,
    skip: options?.$skip ?? 0,
    skipToken: options?.$skipToken ?? undefined,
    format: readFormat(options?.resultFormat, nowMs),
  };
}

function readFormat(format: string | null | undefined, nowMs: number): QueryRequest['format'] {
  switch (format?.toLowerCase()) {
    case undefined:
    case 'objectarray':
      return 'objectArray';
    case 'table':
      return 'table';
    default:
      throw requestFailure('InvalidQueryRequest', `The result format '${format}' is not known.`, nowMs);
  }
}

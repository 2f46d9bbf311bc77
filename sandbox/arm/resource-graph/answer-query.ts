import type { ArmContext } from '../route.ts';
import { semantic } from './kql/compiled.ts';
import { parseQuery } from './kql/parse-query.ts';
import { QueryError } from './kql/query-error.ts';
import { runQuery, type TableSource } from './kql/run-query.ts';
import { queryFailure, requestFailure } from './query-failure.ts';
import type { QueryRequest } from './query-request.ts';
import { requireSmallAnswer } from './require-small-answer.ts';
import { resultPage } from './result-page.ts';
import { columns, resourceContainers, resources } from './tables.ts';
import { wantedTypes } from './wanted-types.ts';

/** @throws ArmFailure 400 for a query that cannot be understood, or that asks for no subscription of this world */
export function answerQuery(request: QueryRequest, context: ArmContext): object {
  const nowMs = context.clock.now();
  requireScope(request, context, nowMs);
  try {
    const query = parseQuery(request.query);
    const result = runQuery(query, sourceOf(request, context));
    const isLimited = query.operators.some(({ kind }) => kind === 'take' || kind === 'top');
    return requireSmallAnswer(resultPage(result, request, isLimited, nowMs), nowMs);
  } catch (error) {
    throw error instanceof QueryError ? queryFailure(error, request.query, nowMs) : error;
  }
}

function requireScope({ subscriptions }: QueryRequest, { world }: ArmContext, nowMs: number): void {
  if (subscriptions === undefined) return;
  if (world.subscriptions.some(({ subscriptionId }) => subscriptions.has(subscriptionId.toLowerCase()))) return;
  const message = 'There must be at least one subscription that is eligible to contain resources.';
  throw requestFailure('NoValidSubscriptionsInQueryRequest', message, nowMs);
}

/** The rows that the caller may see, of the subscriptions that it asks for. */
function sourceOf({ subscriptions }: QueryRequest, { world, mayRead }: ArmContext): TableSource {
  const tables = new Map([
    ['resources', resources],
    ['resourcecontainers', resourceContainers],
  ]);
  const hides = world.faults.some(({ kind }) => kind === 'forbidden');
  return (query) => {
    const table = tables.get(query.table.toLowerCase());
    if (table === undefined) throw semantic(`'${query.table}' does not refer to any known table`, query.token);
    const types = new Set(wantedTypes(query) ?? table.typesOf(world));
    const rows = [...types].flatMap((type) => table.rowsOf(world, type));
    const isVisible = (row: (typeof rows)[number]) =>
      (subscriptions?.has(String(row.subscriptionId).toLowerCase()) ?? true) &&
      (!hides || mayRead(String(row.id), `${row.type}/read`));
    return { columns, rows: subscriptions === undefined && !hides ? rows : rows.filter(isVisible) };
  };
}

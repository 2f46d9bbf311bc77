import { createHash } from 'node:crypto';
import type { Column, Row, Table } from './kql/table.ts';
import { requestFailure } from './query-failure.ts';
import type { QueryRequest } from './query-request.ts';

/** One page of a result, as Resource Graph answers it. */
export function resultPage(result: Table, request: QueryRequest, isLimited: boolean, nowMs: number) {
  const { start, size } = placeOf(request, nowMs);
  const rows = result.rows.slice(start, start + size);
  const end = start + rows.length;
  const more = end < result.rows.length;
  // A next page can be asked for where the rows can be told apart and the query does not cut them off itself.
  const canPage = !isLimited && result.columns.some(({ name }) => name === 'id');
  return {
    totalRecords: result.rows.length,
    count: rows.length,
    data: request.format === 'table' ? asTable(result.columns, rows) : asObjects(result.columns, rows),
    facets: [],
    resultTruncated: String(more && !canPage),
    ...(more && canPage && { $skipToken: tokenOf(request, end, size) }),
  };
}

function placeOf(request: QueryRequest, nowMs: number): { start: number; size: number } {
  const { skipToken, skip, top } = request;
  if (skipToken === undefined) return { start: skip, size: top };
  const [digest, end, size] = Buffer.from(skipToken, 'base64url').toString('utf8').split(' ');
  if (digest === digestOf(request) && /^\d+$/.test(end ?? '') && /^\d+$/.test(size ?? '')) {
    return { start: Number(end), size: Math.min(Number(size), top) };
  }
  throw requestFailure('InvalidSkipToken', 'The skip token does not belong to this query and these scopes.', nowMs);
}

function tokenOf(request: QueryRequest, end: number, size: number): string {
  return Buffer.from(`${digestOf(request)} ${end} ${size}`).toString('base64url');
}

function digestOf({ query, subscriptions }: QueryRequest): string {
  const scope = [...(subscriptions ?? [])].sort();
  return createHash('sha256')
    .update(JSON.stringify([query, scope]))
    .digest('hex')
    .slice(0, 16);
}

function asObjects(columns: readonly Column[], rows: readonly Row[]): object[] {
  return rows.map((row) => Object.fromEntries(columns.map(({ name }) => [name, row[name] ?? null])));
}

const typeNames = { string: 'string', long: 'integer', real: 'number', bool: 'boolean', dynamic: 'object' } as const;

function asTable(columns: readonly Column[], rows: readonly Row[]): object {
  return {
    columns: columns.map(({ name, type }) => ({ name, type: typeNames[type] })),
    rows: rows.map((row) => columns.map(({ name }) => row[name] ?? null)),
  };
}

import { randomUUID } from 'node:crypto';
import { ArmFailure } from '../route.ts';
import type { QueryError } from './kql/query-error.ts';

const invalid =
  'Query is invalid. Please refer to the documentation for the Azure Resource Graph service and fix the error before retrying.';

/** Resource Graph's way to say that it does not understand a query: the reason is in the details. */
export function queryFailure(error: QueryError, query: string, nowMs: number): ArmFailure {
  const { code, message, token, offset } = error;
  return badRequest(nowMs, [
    { code: 'InvalidQuery', message: invalid },
    { code, message, ...placeOf(query, offset), token },
  ]);
}

/** A request that is wrong in something else than its query. */
export function requestFailure(code: string, message: string, nowMs: number): ArmFailure {
  return badRequest(nowMs, [{ code, message }]);
}

export function supportMessage(nowMs: number): string {
  return `Please provide below info when asking for support: timestamp = ${new Date(nowMs).toISOString()}, correlationId = ${randomUUID()}.`;
}

function badRequest(nowMs: number, details: readonly unknown[]): ArmFailure {
  return new ArmFailure(400, 'BadRequest', supportMessage(nowMs), { details });
}

/** Lines count from 1, characters from 0; -1 for both where the place is not known. */
function placeOf(query: string, offset: number | undefined) {
  if (offset === undefined) return { line: -1, characterPositionInLine: -1 };
  const before = query.slice(0, offset).split('\n');
  return { line: before.length, characterPositionInLine: before.at(-1)?.length ?? 0 };
}

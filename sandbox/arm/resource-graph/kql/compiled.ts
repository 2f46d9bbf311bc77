import { QueryError } from './query-error.ts';
import type { ColumnType, Row } from './table.ts';
import type { Token } from './tokens.ts';

/** An expression as a function of a row, with the type of what it gives. */
export interface Compiled {
  readonly type: ColumnType;
  valueIn(row: Row): unknown;
}

export function requireCondition({ type }: Compiled, token: Token): void {
  if (type !== 'bool' && type !== 'dynamic') throw semantic(`A condition must be a bool, not ${type}`, token);
}

export function semantic(message: string, token: Token): QueryError {
  return new QueryError('SemanticFailure', message, token.text, token.offset);
}

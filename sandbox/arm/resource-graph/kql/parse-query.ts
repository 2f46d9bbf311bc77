import { parseExpression, parseNamed } from './parse-expression.ts';
import { parseJoin } from './parse-join.ts';
import { QueryError } from './query-error.ts';
import type { Operator, Query, SortKey } from './syntax.ts';
import { TokenReader } from './token-reader.ts';
import { type Token, tokensOf } from './tokens.ts';

type OperatorParser = (reader: TokenReader, token: Token) => Operator;

const operators: Readonly<Record<string, OperatorParser>> = {
  where: (reader) => ({ kind: 'where', condition: parseExpression(reader) }),
  filter: (reader) => ({ kind: 'where', condition: parseExpression(reader) }),
  extend: (reader) => ({ kind: 'extend', columns: reader.list(() => parseNamed(reader)) }),
  project: (reader) => ({ kind: 'project', columns: reader.list(() => parseNamed(reader)) }),
  'project-away': (reader, token) => ({ kind: 'project-away', names: columnNames(reader), token }),
  'project-keep': (reader, token) => ({ kind: 'project-keep', names: columnNames(reader), token }),
  order: parseOrder,
  sort: parseOrder,
  take: (reader) => ({ kind: 'take', count: reader.wholeNumber() }),
  limit: (reader) => ({ kind: 'take', count: reader.wholeNumber() }),
  top: parseTop,
  count: () => ({ kind: 'count' }),
  distinct: (reader) => ({
    kind: 'distinct',
    columns: reader.skip('*') ? undefined : reader.list(() => parseNamed(reader)),
  }),
  summarize: parseSummarize,
  'mv-expand': parseMvExpand,
  mvexpand: parseMvExpand,
  join: (reader, token) => parseJoin(reader, token, parsePipeline),
};

/** Resource Graph's default table, which a query may leave out. */
const defaultTable = 'Resources';
const mostJoins = 3;
const mostExpansions = 3;
/** https://learn.microsoft.com/azure/governance/resource-graph/concepts/query-language#supported-tabulartop-level-operators */
const expansionLimit = { usual: 128, most: 2000 };

/** @throws QueryError for anything but the operators above */
export function parseQuery(text: string): Query {
  const reader = new TokenReader(tokensOf(text));
  const query = parsePipeline(reader);
  if (reader.next.kind !== 'end') throw reader.failure();
  requireFew(query, 'join', mostJoins);
  requireFew(query, 'mv-expand', mostExpansions);
  return query;
}

function parsePipeline(reader: TokenReader): Query {
  const token = reader.next;
  const startsWithOperator = Object.hasOwn(operators, token.text) || token.text === 'mv';
  const table = startsWithOperator ? defaultTable : reader.name().text;
  const parsed: Operator[] = startsWithOperator ? [parseOperator(reader)] : [];
  while (reader.skip('|')) parsed.push(parseOperator(reader));
  return { table, token, operators: parsed };
}

function parseOperator(reader: TokenReader): Operator {
  const token = reader.hyphenated();
  const parse = Object.hasOwn(operators, token.text) ? operators[token.text] : undefined;
  if (parse === undefined)
    throw new QueryError('InvalidQueryLanguage', 'InvalidQueryLanguage', token.text, token.offset);
  return parse(reader, token);
}

function columnNames(reader: TokenReader): string[] {
  return reader.list(() => {
    const name = reader.name().text;
    return reader.sees('*') && !reader.next.spaced ? name + reader.take().text : name;
  });
}

function parseOrder(reader: TokenReader): Operator {
  reader.expect('by');
  return { kind: 'order', keys: reader.list(() => parseSortKey(reader)) };
}

function parseTop(reader: TokenReader): Operator {
  const count = reader.wholeNumber();
  reader.expect('by');
  return { kind: 'top', count, keys: reader.list(() => parseSortKey(reader)) };
}

/** Descending is the default; ascending puts nulls first, descending last. */
function parseSortKey(reader: TokenReader): SortKey {
  const expression = parseExpression(reader);
  const descending = !reader.skip('asc');
  if (descending) reader.skip('desc');
  if (!reader.skip('nulls')) return { expression, descending, nullsFirst: !descending };
  const nullsFirst = reader.skip('first');
  if (!nullsFirst) reader.expect('last');
  return { expression, descending, nullsFirst };
}

function parseSummarize(reader: TokenReader): Operator {
  const aggregates = reader.sees('by') ? [] : reader.list(() => parseNamed(reader));
  const by = reader.skip('by') ? reader.list(() => parseNamed(reader)) : [];
  return { kind: 'summarize', aggregates, by };
}

function parseMvExpand(reader: TokenReader, token: Token): Operator {
  const column = parseNamed(reader);
  const type = reader.skip('to') ? parseTypeOf(reader) : 'dynamic';
  const limit = reader.skip('limit') ? reader.wholeNumber() : expansionLimit.usual;
  if (limit > expansionLimit.most || reader.sees(',')) throw reader.failure();
  return { kind: 'mv-expand', column, type, limit, token };
}

function parseTypeOf(reader: TokenReader) {
  reader.expect('typeof');
  reader.expect('(');
  const name = reader.name();
  const types = { string: 'string', dynamic: 'dynamic', long: 'long', int: 'long', bool: 'bool' } as const;
  const type = Object.entries(types).find(([key]) => key === name.text)?.[1];
  if (type === undefined) throw reader.failure(name);
  reader.expect(')');
  return type;
}

function requireFew(query: Query, kind: 'join' | 'mv-expand', most: number): void {
  const found: Token[] = [];
  const walk = ({ operators: all }: Query): void => {
    for (const operator of all) {
      if (operator.kind === kind) found.push(operator.token);
      if (operator.kind === 'join') walk(operator.right);
    }
  };
  walk(query);
  const over = found[most];
  if (over === undefined) return;
  throw new QueryError(
    'SemanticFailure',
    `A query may hold at most ${most} ${kind} operators.`,
    over.text,
    over.offset,
  );
}

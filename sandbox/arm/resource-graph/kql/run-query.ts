import { compileExpression, nameOf } from './compile-expression.ts';
import { type Compiled, requireCondition, semantic } from './compiled.ts';
import { expandValues } from './expand-values.ts';
import { join } from './join.ts';
import { sorted } from './sorted.ts';
import { keyColumn, summarize } from './summarize.ts';
import type { Named, Operator, Query } from './syntax.ts';
import type { Column, Row, Table } from './table.ts';

/** Gives the table that a query begins with; it may leave out rows that the query's first conditions would drop anyway. */
export type TableSource = (query: Query) => Table;

/** @throws QueryError */
export function runQuery(query: Query, source: TableSource): Table {
  return query.operators.reduce((table, operator) => runOperator(table, operator, source), source(query));
}

function runOperator(table: Table, operator: Operator, source: TableSource): Table {
  switch (operator.kind) {
    case 'where':
      return where(table, operator);
    case 'extend':
      return extend(table, operator.columns);
    case 'project':
      return project(table, operator.columns);
    case 'project-away':
      return keepColumns(table, operator, false);
    case 'project-keep':
      return keepColumns(table, operator, true);
    case 'order':
      return { ...table, rows: sorted(table, operator.keys) };
    case 'take':
      return { ...table, rows: table.rows.slice(0, operator.count) };
    case 'top':
      return { ...table, rows: sorted(table, operator.keys).slice(0, operator.count) };
    case 'count':
      return { columns: [{ name: 'Count', type: 'long' }], rows: [{ Count: table.rows.length }] };
    case 'distinct':
      return distinct(table, operator.columns);
    case 'summarize':
      return summarize(table, operator);
    case 'mv-expand':
      return expandValues(table, operator);
    case 'join':
      return join(table, runQuery(operator.right, source), operator);
  }
}

function where(table: Table, { condition }: Operator & { kind: 'where' }): Table {
  const compiled = compileExpression(condition, table.columns);
  requireCondition(compiled, condition.token);
  return { ...table, rows: table.rows.filter((row) => compiled.valueIn(row) === true) };
}

function compileAll(columns: readonly Named[], table: Table): (Column & Compiled)[] {
  return columns.map((each, position) => ({
    name: nameOf(each, position),
    ...compileExpression(each.expression, table.columns),
  }));
}

function project(table: Table, wanted: readonly Named[]): Table {
  const compiled = compileAll(wanted, table);
  requireDistinct(compiled, wanted);
  return {
    columns: compiled.map(({ name, type }) => ({ name, type })),
    rows: table.rows.map((row) => {
      const made: Record<string, unknown> = {};
      for (const { name, valueIn } of compiled) made[name] = valueIn(row);
      return made;
    }),
  };
}

function requireDistinct(columns: readonly Column[], wanted: readonly Named[]): void {
  const seen = new Set<string>();
  columns.forEach(({ name }, index) => {
    const token = wanted[index]?.expression.token;
    if (seen.has(name) && token !== undefined) throw semantic(`A column named '${name}' already exists`, token);
    seen.add(name);
  });
}

function extend(table: Table, wanted: readonly Named[]): Table {
  const compiled = compileAll(wanted, table);
  const names = new Set(compiled.map(({ name }) => name));
  return {
    columns: [
      ...table.columns.filter(({ name }) => !names.has(name)),
      ...compiled.map(({ name, type }) => ({ name, type })),
    ],
    rows: table.rows.map((row) => {
      const made: Record<string, unknown> = { ...row };
      for (const { name, valueIn } of compiled) made[name] = valueIn(row);
      return made;
    }),
  };
}

function keepColumns(
  table: Table,
  { names, token }: Operator & { kind: 'project-away' | 'project-keep' },
  keep: boolean,
): Table {
  const isMeant = (column: string) =>
    names.some((name) => (name.endsWith('*') ? column.startsWith(name.slice(0, -1)) : column === name));
  const unknown = names.find((name) => !name.endsWith('*') && !table.columns.some((column) => column.name === name));
  if (unknown !== undefined) throw semantic(`Failed to resolve column named '${unknown}'`, token);
  return project(
    table,
    table.columns
      .filter(({ name }) => isMeant(name) === keep)
      .map(({ name }) => ({ name, expression: { kind: 'column', name, token } })),
  );
}

function distinct(table: Table, wanted: readonly Named[] | undefined): Table {
  if (wanted !== undefined) for (const [position, each] of wanted.entries()) keyColumn(each, position, table.columns);
  const projected = wanted === undefined ? table : project(table, wanted);
  const rows = new Map<string, Row>();
  for (const row of projected.rows) {
    const key = JSON.stringify(projected.columns.map(({ name }) => row[name] ?? null));
    if (!rows.has(key)) rows.set(key, row);
  }
  return { columns: projected.columns, rows: [...rows.values()] };
}

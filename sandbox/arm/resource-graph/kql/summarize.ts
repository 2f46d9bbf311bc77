import { compileExpression, nameOf } from './compile-expression.ts';
import { type Compiled, semantic } from './compiled.ts';
import type { Expression, Named, Operator } from './syntax.ts';
import type { Column, ColumnType, Row, Table } from './table.ts';
import { compareValues, isNull } from './values.ts';

interface Aggregate {
  readonly type: (argument: Compiled | undefined) => ColumnType;
  readonly args: 0 | 1;
  readonly of: (values: readonly unknown[]) => unknown;
}

const present = (values: readonly unknown[]) => values.filter((value) => !isNull(value));
const sum = (values: readonly unknown[]) => present(values).reduce<number>((total, each) => total + Number(each), 0);
const ownType = (argument: Compiled | undefined) => argument?.type ?? 'dynamic';
const any: Aggregate = { args: 1, type: ownType, of: (values) => present(values)[0] ?? null };

const aggregates: Readonly<Record<string, Aggregate>> = {
  count: { args: 0, type: () => 'long', of: (values) => values.length },
  countif: { args: 1, type: () => 'long', of: (values) => values.filter((value) => value === true).length },
  dcount: { args: 1, type: () => 'long', of: (values) => new Set(present(values)).size },
  sum: { args: 1, type: ownType, of: sum },
  min: { args: 1, type: ownType, of: (values) => present(values).toSorted(compareValues)[0] ?? null },
  max: { args: 1, type: ownType, of: (values) => present(values).toSorted(compareValues).at(-1) ?? null },
  make_list: { args: 1, type: () => 'dynamic', of: present },
  make_set: { args: 1, type: () => 'dynamic', of: (values) => [...new Set(present(values))] },
  any,
  take_any: any,
};

/** `summarize ... by ...`; without `by` there is one row, even of nothing. */
export function summarize(table: Table, { aggregates: wanted, by }: Operator & { kind: 'summarize' }): Table {
  const keys = by.map((each, position) => keyColumn(each, position, table.columns));
  const sums = wanted.map((each) => aggregateColumn(each, table.columns));
  const groups = new Map<string, { key: readonly unknown[]; rows: Row[] }>();
  for (const row of table.rows) {
    const key = keys.map(({ valueIn }) => valueIn(row) ?? null);
    const text = JSON.stringify(key);
    const group = groups.get(text) ?? { key, rows: [] };
    group.rows.push(row);
    groups.set(text, group);
  }
  if (by.length === 0 && groups.size === 0) groups.set('', { key: [], rows: [] });
  const columns = [...keys, ...sums].map(({ name, type }) => ({ name, type }));
  const rows = [...groups.values()].map((group) => ({
    ...Object.fromEntries(keys.map(({ name }, index) => [name, group.key[index]])),
    ...Object.fromEntries(sums.map(({ name, over }) => [name, over(group.rows)])),
  }));
  return { columns, rows };
}

/** A key of grouping, which Kusto wants to be a scalar. */
export function keyColumn(named: Named, position: number, columns: readonly Column[]) {
  const name = nameOf(named, position);
  const compiled = compileExpression(named.expression, columns);
  if (compiled.type === 'dynamic') {
    throw semantic(
      `Summarize group key '${name}' is of a 'dynamic' type. Please use an explicit cast as grouping by a 'dynamic' type is not supported.`,
      named.expression.token,
    );
  }
  return { name, ...compiled };
}

function aggregateColumn({ name, expression }: Named, columns: readonly Column[]) {
  const call = expression.kind === 'call' ? expression : undefined;
  const aggregate = call && Object.hasOwn(aggregates, call.name) ? aggregates[call.name] : undefined;
  if (call === undefined || aggregate === undefined || call.args.length !== aggregate.args) {
    throw semantic('summarize needs an aggregate function such as count()', expression.token);
  }
  const [first] = call.args;
  const argument = first && compileExpression(first, columns);
  return {
    name: name ?? `${aggregatePrefix(call.name)}_${first === undefined ? '' : argumentName(first)}`,
    type: aggregate.type(argument),
    over: (rows: readonly Row[]) =>
      aggregate.of(argument === undefined ? rows : rows.map((row) => argument.valueIn(row))),
  };
}

/** `make_list(x)` makes the column `list_x`. */
function aggregatePrefix(name: string): string {
  return name.replace(/^(make|take)_/, '');
}

function argumentName(expression: Expression): string {
  return expression.kind === 'column' || expression.kind === 'member' ? nameOf({ name: undefined, expression }, 0) : '';
}

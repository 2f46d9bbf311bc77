import { semantic } from './compiled.ts';
import type { JoinKey, Operator } from './syntax.ts';
import type { Column, Row, Table } from './table.ts';
import { textOf } from './values.ts';

/** Joins two tables. A column of the right whose name the left has too comes out with a number behind it: `name1`. */
export function join(left: Table, right: Table, { join: kind, on }: Operator & { kind: 'join' }): Table {
  requireScalarKeys(left, right, on);
  const keyOf = (side: 'left' | 'right') => (row: Row) => JSON.stringify(on.map((key) => textOf(row[key[side]])));
  const matches = groupBy(right.rows, keyOf('right'));
  const rowsOf = (row: Row) => matches.get(keyOf('left')(row)) ?? [];
  if (kind === 'leftsemi') return { ...left, rows: left.rows.filter((row) => rowsOf(row).length > 0) };
  if (kind === 'leftanti') return { ...left, rows: left.rows.filter((row) => rowsOf(row).length === 0) };
  const added = renamed(left.columns, right.columns);
  const nothing = Object.fromEntries(added.map(({ as, type }) => [as, type === 'string' ? '' : null]));
  const together = (row: Row, match: Row) => ({
    ...row,
    ...Object.fromEntries(added.map(({ name, as }) => [as, match[name]])),
  });
  const leftRows = kind === 'innerunique' ? [...firstOfEach(left.rows, keyOf('left'))] : left.rows;
  return {
    columns: [...left.columns, ...added.map(({ as, type }) => ({ name: as, type }))],
    rows: leftRows.flatMap((row) => {
      const found = rowsOf(row);
      if (found.length === 0) return kind === 'leftouter' ? [{ ...row, ...nothing }] : [];
      return found.map((match) => together(row, match));
    }),
  };
}

function requireScalarKeys(left: Table, right: Table, on: readonly JoinKey[]): void {
  for (const key of on) {
    for (const [table, name] of [[left, key.left] as const, [right, key.right] as const]) {
      const column = table.columns.find((each) => each.name === name);
      if (column === undefined) throw semantic(`Failed to resolve column named '${name}'`, key.token);
      if (column.type === 'dynamic') {
        throw semantic(
          `join key '${name}' is of a 'dynamic' type. Please use an explicit cast using extend operator in the join legs`,
          key.token,
        );
      }
    }
  }
}

function groupBy(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

/** The default kind of join takes one row for each key on its left. */
function firstOfEach(rows: readonly Row[], keyOf: (row: Row) => string): Iterable<Row> {
  const first = new Map<string, Row>();
  for (const row of rows) {
    const key = keyOf(row);
    if (!first.has(key)) first.set(key, row);
  }
  return first.values();
}

function renamed(left: readonly Column[], right: readonly Column[]): readonly (Column & { readonly as: string })[] {
  const taken = new Set(left.map(({ name }) => name));
  return right.map((column) => {
    let as = column.name;
    for (let number = 1; taken.has(as); number++) as = `${column.name}${number}`;
    taken.add(as);
    return { ...column, as };
  });
}

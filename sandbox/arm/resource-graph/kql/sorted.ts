import { compileExpression } from './compile-expression.ts';
import { semantic } from './compiled.ts';
import type { SortKey } from './syntax.ts';
import type { Row, Table } from './table.ts';
import { compareValues, isNull } from './values.ts';

/** The rows in order; equal ones stay as they were. */
export function sorted(table: Table, keys: readonly SortKey[]): Row[] {
  const compiled = keys.map((key) => ({ ...key, ...compileExpression(key.expression, table.columns) }));
  for (const { type, expression } of compiled) {
    if (type === 'dynamic') throw semantic("order operator: key can't be of dynamic type", expression.token);
  }
  return table.rows.toSorted((left, right) => {
    for (const { valueIn, descending, nullsFirst } of compiled) {
      const [a, b] = [valueIn(left), valueIn(right)];
      const nulls = Number(isNull(b)) - Number(isNull(a));
      if (nulls !== 0) return nullsFirst ? nulls : -nulls;
      const order = isNull(a) ? 0 : compareValues(a, b);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  });
}

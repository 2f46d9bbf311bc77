import { compileExpression, nameOf } from './compile-expression.ts';
import { semantic } from './compiled.ts';
import type { Operator } from './syntax.ts';
import type { Table } from './table.ts';

/** One row for each element; a row without elements stays, with nothing in the column. */
export function expandValues(table: Table, { column, type, limit, token }: Operator & { kind: 'mv-expand' }): Table {
  const compiled = compileExpression(column.expression, table.columns);
  if (compiled.type !== 'dynamic') throw semantic('mv-expand: expression must be of dynamic type', token);
  const name = nameOf(column, 0);
  const others = table.columns.filter((each) => each.name !== name);
  return {
    columns: [...others, { name, type }],
    rows: table.rows.flatMap((row) =>
      elementsOf(compiled.valueIn(row))
        .slice(0, limit)
        .map((element) => ({ ...row, [name]: type === 'dynamic' ? element : castTo(type, element) })),
    ),
  };
}

function elementsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.length === 0 ? [null] : value;
  if (typeof value !== 'object' || value === null) return [value ?? null];
  return Object.entries(value).map(([key, each]) => ({ [key]: each }));
}

/** Elements of another type become null, as the operator only casts. */
function castTo(type: 'string' | 'long' | 'bool' | 'real', element: unknown): unknown {
  const wanted = { string: 'string', long: 'number', real: 'number', bool: 'boolean' }[type];
  return typeof element === wanted ? element : null;
}

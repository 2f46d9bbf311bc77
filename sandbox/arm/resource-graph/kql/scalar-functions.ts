import type { ColumnType } from './table.ts';
import { isNull, textOf } from './values.ts';

interface ScalarFunction {
  readonly least: number;
  readonly most: number;
  readonly type: ColumnType;
  readonly apply: (args: readonly unknown[]) => unknown;
}

const one = (type: ColumnType, apply: (value: unknown) => unknown): ScalarFunction => ({
  least: 1,
  most: 1,
  type,
  apply: ([value]) => apply(value),
});

/** https://learn.microsoft.com/kusto/query/scalar-functions, as far as queries for machines need them. */
export const scalarFunctions: Readonly<Record<string, ScalarFunction>> = {
  tostring: one('string', textOf),
  tolower: one('string', (value) => textOf(value).toLowerCase()),
  toupper: one('string', (value) => textOf(value).toUpperCase()),
  tolong: one('long', wholeNumber),
  toint: one('long', wholeNumber),
  tobool: one('bool', toBool),
  todynamic: one('dynamic', parsed),
  parse_json: one('dynamic', parsed),
  isempty: one('bool', (value) => isNull(value) || value === ''),
  isnotempty: one('bool', (value) => !isNull(value) && value !== ''),
  isnull: one('bool', isNull),
  isnotnull: one('bool', (value) => !isNull(value)),
  not: one('bool', (value) => (isNull(value) ? null : value !== true)),
  strlen: one('long', (value) => textOf(value).length),
  array_length: one('long', (value) => (Array.isArray(value) ? value.length : null)),
  bag_keys: one('dynamic', (value) => (typeof value === 'object' && value !== null ? Object.keys(value) : null)),
  strcat: { least: 1, most: 64, type: 'string', apply: (args) => args.map(textOf).join('') },
  split: {
    least: 2,
    most: 2,
    type: 'dynamic',
    apply: ([text, by]) => (textOf(by) === '' ? [textOf(text)] : textOf(text).split(textOf(by))),
  },
  substring: {
    least: 2,
    most: 3,
    type: 'string',
    apply: ([text, start, length]) => cut(textOf(text), Number(start), isNull(length) ? undefined : Number(length)),
  },
  replace_string: {
    least: 3,
    most: 3,
    type: 'string',
    apply: ([text, from, to]) => textOf(text).replaceAll(textOf(from), () => textOf(to)),
  },
};

function wholeNumber(value: unknown): number | null {
  if (typeof value === 'boolean') return Number(value);
  const text = textOf(value).trim();
  return /^-?\d+(\.\d+)?$/.test(text) ? Math.trunc(Number(text)) : null;
}

function toBool(value: unknown): boolean | null {
  const text = textOf(value).trim().toLowerCase();
  if (text === 'true' || text === 'false') return text === 'true';
  const number = wholeNumber(value);
  return number === null ? null : number !== 0;
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function cut(text: string, start: number, length: number | undefined): string {
  return text.slice(start, length === undefined ? undefined : start + length);
}

import type { Row } from '../bench.ts';

const suffixes: Readonly<Record<Row['unit'], string>> = {
  ms: ' ms',
  MB: ' MB',
  times: ' x',
  count: '',
  'per second': ' a second',
};

/** Whether a value keeps to its limit. What is no number keeps to none. */
export function keeps({ value, limit }: Row): boolean {
  if (limit === undefined) return true;
  return limit.atMost === undefined ? value >= limit.atLeast : value <= limit.atMost;
}

/** The rows as aligned columns: what, value, limit, and whether it holds. */
export function table(rows: readonly Row[]): string {
  const cells = rows.map((row) => [row.what, amount(row.value, row.unit), limitWords(row), verdict(row)]);
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((each) => each[column]?.length ?? 0)));
  return cells
    .map(([what = '', value = '', limit = '', holds = '']) =>
      `  ${what.padEnd(widths[0] ?? 0)}  ${value.padStart(widths[1] ?? 0)}  ${limit.padEnd(widths[2] ?? 0)}  ${holds}`.trimEnd(),
    )
    .join('\n');
}

function limitWords({ limit, unit }: Row): string {
  if (limit === undefined) return '';
  const words = limit.atMost === undefined ? 'at least' : 'at most';
  return `${limit.kind === 'bound' ? words : 'aim'} ${amount(limit.atMost ?? limit.atLeast, unit)}`;
}

function verdict(row: Row): string {
  if (row.limit === undefined) return '';
  if (keeps(row)) return row.limit.kind === 'bound' ? 'holds' : 'reached';
  return row.limit.kind === 'bound' ? 'BROKEN' : 'missed';
}

function amount(value: number, unit: Row['unit']): string {
  const digits = unit === 'times' ? 2 : 0;
  return `${value.toFixed(digits)}${suffixes[unit]}`;
}

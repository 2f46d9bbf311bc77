import { expect, test } from 'vitest';
import type { Row } from '../../../bench/bench.ts';
import { keeps, table } from '../../../bench/report/table.ts';

const row = (value: number, limit?: Row['limit']): Row => ({ what: 'w', value, unit: 'ms', limit });

test.each([
  { name: 'no limit', row: row(9), keeps: true, end: '9 ms' },
  { name: 'exactly the bound', row: row(5, { kind: 'bound', atMost: 5 }), keeps: true, end: 'holds' },
  { name: 'above the bound', row: row(6, { kind: 'bound', atMost: 5 }), keeps: false, end: 'BROKEN' },
  { name: 'no number', row: row(Number.NaN, { kind: 'bound', atMost: 5 }), keeps: false, end: 'BROKEN' },
  { name: 'exactly as much as asked', row: row(5, { kind: 'bound', atLeast: 5 }), keeps: true, end: 'holds' },
  { name: 'less than asked', row: row(4, { kind: 'bound', atLeast: 5 }), keeps: false, end: 'BROKEN' },
  { name: 'no number at all', row: row(Number.NaN, { kind: 'bound', atLeast: 5 }), keeps: false, end: 'BROKEN' },
  { name: 'within the aim', row: row(4, { kind: 'aim', atMost: 5 }), keeps: true, end: 'reached' },
  { name: 'above the aim', row: row(6, { kind: 'aim', atMost: 5 }), keeps: false, end: 'missed' },
])('$name', (each) => {
  expect(keeps(each.row)).toBe(each.keeps);
  expect(table([each.row]).endsWith(each.end)).toBe(true);
});

test('columns line up, and a ratio shows two digits', () => {
  const rows: Row[] = [
    { what: 'long name', value: 1.0949, unit: 'times', limit: { kind: 'bound', atMost: 1.15 } },
    { what: 'short', value: 12, unit: 'count' },
  ];
  expect(table(rows)).toBe('  long name  1.09 x  at most 1.15 x  holds\n  short          12');
});

import { expect, test } from 'vitest';
import { spread } from '../../../bench/report/spread.ts';

test.each([
  { name: 'one value', values: [7], expected: { min: 7, median: 7, max: 7 } },
  { name: 'an odd number, in no order', values: [10, 9, 100], expected: { min: 9, median: 10, max: 100 } },
  { name: 'an even number', values: [4, 1, 3, 2], expected: { min: 1, median: 2.5, max: 4 } },
  {
    name: 'one that never came',
    values: [1, Number.POSITIVE_INFINITY, 2],
    expected: { min: 1, median: 2, max: Number.POSITIVE_INFINITY },
  },
])('$name', ({ values, expected }) => {
  expect(spread(values)).toEqual(expected);
});

test('nothing measured is no measure', () => {
  expect(() => spread([])).toThrow(RangeError);
});

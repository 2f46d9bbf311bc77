import { expect, test } from 'vitest';
import { page } from '../../../sandbox/arm/page.ts';
import type { ArmRequest } from '../../../sandbox/arm/route.ts';

const items = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }));

function get(url = 'https://127.0.0.1:1/list?api-version=2024-07-01&$filter=x'): ArmRequest {
  const { pathname, searchParams, origin } = new URL(url);
  return {
    method: 'GET',
    params: {},
    path: pathname,
    query: (name) => searchParams.get(name) ?? undefined,
    headers: {},
    body: undefined,
    baseUrl: origin,
  };
}

const idsOf = ({ value }: { readonly value: readonly { readonly id: string }[] }) => value.map(({ id }) => id).join('');

test('pages follow one another and keep what was asked', () => {
  const first = page(items, get(), 2);
  const second = page(items, get(first.nextLink), 2);
  const third = page(items, get(second.nextLink), 2);
  expect([first, second, third].map(idsOf)).toEqual(['ab', 'cd', 'e']);
  expect(third.nextLink).toBeUndefined();
  expect(get(second.nextLink).query('$filter')).toBe('x');
});

test.each([
  ['an item before is new', ['0', ...'abcde'], 'cd'],
  ['the last one seen is gone', [...'acde'], 'de'],
  ['all are gone', [], ''],
])('the second page where %s', (_, ids, expected) => {
  const { nextLink } = page(items, get(), 2);
  const now = ids.map((id) => ({ id }));
  expect(idsOf(page(now, get(nextLink), 2))).toBe(expected);
});

test('exactly one page has no next link, and neither has none at all', () => {
  expect(page(items, get(), 5)).toEqual({ value: items });
  expect(page([], get(), 5)).toEqual({ value: [] });
});

test('a skip token that was not given out here is refused', () => {
  expect(() => page(items, get('https://127.0.0.1:1/list?$skiptoken=abc'), 2)).toThrow(
    expect.objectContaining({ status: 400, code: 'InvalidSkipToken' }),
  );
});

import { expect, test } from 'vitest';
import { armUrl, mayFollow } from '../../src/azure/arm-url.ts';

const endpoint = 'https://management.azure.com';

test.each([
  ['/subscriptions/s/resourceGroups/rg', '/subscriptions/s/resourceGroups/rg'],
  ['/subscriptions/s/resourceGroups/a(b)', '/subscriptions/s/resourceGroups/a(b)'],
  ['/subscriptions/s/resourceGroups/a?b#c%2f', '/subscriptions/s/resourceGroups/a%3Fb%23c%252f'],
])('the path %s stays what it is', (path, expected) => {
  expect(armUrl(endpoint, path, '2024-01-01')).toBe(`${endpoint}${expected}?api-version=2024-01-01`);
});

test.each(['subscriptions/s', '/subscriptions/../x', '/subscriptions/./x', '/subscriptions//x', '/', ''])(
  'refuses %j',
  (path) => {
    expect(() => armUrl(endpoint, path, '2024-01-01')).toThrow(RangeError);
  },
);

test.each([
  ['https://management.azure.com/subscriptions/s?p=1', true],
  ['https://westeurope.management.azure.com/x', true],
  ['http://management.azure.com/x', false],
  ['https://management.azure.com.example.com/x', false],
  ['https://notmanagement.azure.com/x', false],
  ['https://management.azure.com:8443/x', false],
  ['/subscriptions/s', false],
  ['', false],
])('follows %s with its token: %s', (url, expected) => {
  expect(mayFollow(url, endpoint)).toBe(expected);
});

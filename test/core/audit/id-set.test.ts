import { expect, test } from 'vitest';
import { createIdSet } from '../../../src/core/audit/id-set.ts';

const idOf = (at: number) =>
  `/subscriptions/00000000-0000-4000-8000-${at % 50}/resourceGroups/rg${at % 7}/providers/Microsoft.Network/networkSecurityGroups/nsg-${at}`;

test('a set of ids knows those that are in it, in any case, and no others that look alike', () => {
  const ids = createIdSet();
  for (let at = 0; at < 200_000; at += 2) ids.add(idOf(at));
  const taken = Array.from({ length: 200_000 }, (_, at) => at).filter((at) => ids.has(idOf(at)));
  expect(taken).toHaveLength(100_000);
  expect(taken.every((at) => at % 2 === 0)).toBe(true);
  expect(ids.has(idOf(4).toUpperCase())).toBe(true);
});

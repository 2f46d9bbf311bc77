import fc from 'fast-check';
import { expect, test } from 'vitest';
import { closeWords } from '../../../src/core/text/close-words.ts';

/** The same distance by its definition, without any short cut. */
function plainDistance(from: string, to: string): number {
  const known = new Map<string, number>();
  const between = (i: number, j: number): number => {
    if (i === 0 || j === 0) return i + j;
    const key = `${i},${j}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const replaced = between(i - 1, j - 1) + (from[i - 1] === to[j - 1] ? 0 : 1);
    const isSwap = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
    const swapped = isSwap ? between(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY;
    const distance = Math.min(between(i - 1, j) + 1, between(i, j - 1) + 1, replaced, swapped);
    known.set(key, distance);
    return distance;
  };
  return between(from.length, to.length);
}

test.each([
  ['wbe-01', ['db-01', 'web-01', 'web-02'], ['web-01', 'db-01', 'web-02']],
  ['JUMP', ['jump', 'lamp'], ['jump']],
  ['x', ['y', 'abc'], []],
  ['', ['a'], []],
])('%j', (word, candidates, close) => {
  expect(closeWords(word, candidates)).toEqual(close);
});

test('finds what the plain distance finds, in its order', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-'), maxLength: 12 });
  fc.assert(
    fc.property(word, fc.array(word, { maxLength: 6 }), (typed, candidates) => {
      const allowed = Math.max(1, Math.floor(typed.length / 3));
      const ranked = candidates
        .map((candidate) => ({ candidate, distance: plainDistance(typed, candidate) }))
        .filter(({ candidate, distance }) => distance <= allowed && distance < candidate.length)
        .sort((a, b) => a.distance - b.distance);
      expect(closeWords(typed, candidates)).toEqual(ranked.map(({ candidate }) => candidate));
    }),
    { numRuns: 2000 },
  );
});

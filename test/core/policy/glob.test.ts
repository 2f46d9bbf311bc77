import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesGlob } from '../../../src/core/policy/glob.ts';

describe('matchesGlob', () => {
  test.each([
    ['web-*', 'web-01', true],
    ['web-*', 'web-', true],
    ['web-*', 'my-web-01', false],
    ['*-db', 'prod-db', true],
    ['*-db', 'prod-db-2', false],
    ['WEB-??', 'web-01', true],
    ['web-??', 'web-1', false],
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['?', '', false],
    ['a*b*c', 'aXbYbZc', true],
    ['a*b*c', 'aXcYb', false],
    ['web.01', 'webX01', false],
    ['[ab]', 'a', false],
    ['(a|b)+', 'a', false],
    ['ops-#', 'ops-1', false],
    ['?', '😀', true],
  ])('%j over %j: %s', (pattern, text, expected) => {
    expect(matchesGlob(pattern, text)).toBe(expected);
  });

  test.each([
    ['*OPS-#*', 'see ops-12, disk full', true],
    ['OPS-#', 'ops-a', false],
    ['OPS-#', 'ops-#', false],
  ])('with digits, %j over %j: %s', (pattern, text, expected) => {
    expect(matchesGlob(pattern, text, { digits: true })).toBe(expected);
  });

  test('agrees with the definition', () => {
    const piece = fc.constantFrom('a', 'b', 'A', '*', '?', '.', '#');
    const word = (characters: fc.Arbitrary<string>) =>
      fc.array(characters, { maxLength: 9 }).map((all) => all.join(''));
    fc.assert(
      fc.property(word(piece), word(fc.constantFrom('a', 'b', 'B', '.', '#', '1')), (pattern, text) => {
        expect(matchesGlob(pattern, text)).toBe(byDefinition(pattern.toLowerCase(), text.toLowerCase()));
      }),
      { numRuns: 2000 },
    );
  });

  test('no pattern and no text make it slow', () => {
    const pattern = `${'*a'.repeat(100)}b`;
    const began = performance.now();
    expect(matchesGlob(pattern, 'a'.repeat(3000))).toBe(false);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

function byDefinition(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  const [first] = pattern;
  if (first === '*')
    return byDefinition(pattern.slice(1), text) || (text !== '' && byDefinition(pattern, text.slice(1)));
  return text !== '' && (first === '?' || first === text[0]) && byDefinition(pattern.slice(1), text.slice(1));
}

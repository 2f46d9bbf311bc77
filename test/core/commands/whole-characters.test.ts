import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wholeCharacters } from '../../../src/core/commands/whole-characters.ts';

const both = { start: true, end: true };

test('wherever a text is cut, what is left of it are whole characters, and all of those', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(), fc.nat(), (text, one, other) => {
      const bytes = Buffer.from(text.toWellFormed());
      const [from = 0, to = 0] = [one % (bytes.length + 1), other % (bytes.length + 1)].toSorted((a, b) => a - b);
      const shown = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
        wholeCharacters(bytes.subarray(from, to), both),
      );
      expect(text.toWellFormed()).toContain(shown);
      // At most three bytes of a character are lost at each cut.
      expect(Buffer.byteLength(shown)).toBeGreaterThanOrEqual(to - from - 6);
    }),
    { numRuns: 2_000 },
  );
});

test.each<[string, number[], { start: boolean; end: boolean }, number[]]>([
  ['nothing', [], both, []],
  ['the end of a character alone', [0xac], both, []],
  ['its beginning alone', [0xe2, 0x82], both, []],
  ['a whole one', [0xe2, 0x82, 0xac], both, [0xe2, 0x82, 0xac]],
  ['a half where nothing was cut', [0xac, 0x61, 0xe2], { start: false, end: false }, [0xac, 0x61, 0xe2]],
  ['what is no UTF-8', [0x80, 0x80, 0x80, 0x80, 0x80], both, [0x80, 0x80, 0x80, 0x80, 0x80]],
])('%s', (_, bytes, cut, left) => {
  expect([...wholeCharacters(Uint8Array.from(bytes), cut)]).toEqual(left);
});

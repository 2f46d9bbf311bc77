import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as escaping from '../../../src/core/text/escape.ts';

describe('escaping', () => {
  it.each([
    ['links, mentions and entities', '<!channel> & <http://x|y>', '&lt;!channel&gt; &amp; &lt;http://x|y&gt;'],
    ['line breaks', 'a\r\nb\u2028c', 'a b c'],
    ['controls', 'a\u001b[31m\u0007', 'a[U+001B][31m[U+0007]'],
    ['bidi overrides', 'a\u202eb', 'a[U+202E]b'],
    ['zero-width characters', 'a\u200bb\ufeff\u{e0041}', 'ab'],
    ['half a character', 'a\ud83d', 'a\ufffd'],
  ])('mrkdwn: %s', (_, text, shown) => {
    expect(escaping.mrkdwn(text)).toBe(shown);
  });

  it('keeps a value inside its code span', () => {
    expect(escaping.code('a`b` <x>')).toBe('`aˋbˋ <x>`');
    expect(escaping.code('\u200b')).toBe('(empty)');
    expect(escaping.inert('a`b')).toBe('aˋb');
  });

  it('keeps a block of code closed', () => {
    expect(escaping.codeBlock('az x\n```<y>')).toBe('```\naz x\nˋˋˋ&lt;y&gt;\n```');
  });

  it('cuts on the boundary of a character', () => {
    expect(escaping.truncate('abcdef', 6)).toBe('abcdef');
    expect(escaping.truncate('abcdefg', 6)).toBe('abcde…');
    expect(escaping.truncate('👩🏽👩🏽', 5)).toBe('👩🏽…');
    expect(escaping.clippedMrkdwn('a&b&c', 9)).toBe('a&amp;b…');
    expect(escaping.clippedMrkdwn('see `abcdefgh`', 10)).toBe('see `abc…`');
  });

  it('holds every limit and leaves no way out, whatever comes', () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom('&', '<', '`', '\n', '\u0301', '👩‍💻'),
        fc.string({ unit: 'binary', maxLength: 1 }),
      ),
    });
    fc.assert(
      fc.property(text, fc.integer({ min: 20, max: 60 }), (from, max) => {
        for (const shown of [
          escaping.clippedMrkdwn(from, max),
          escaping.clippedCodeBlock(from, max),
          escaping.truncate(from, max),
        ]) {
          expect(shown.length).toBeLessThanOrEqual(max);
        }
        expect(escaping.clippedMrkdwn(from, max)).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
        expect(escaping.clippedCodeBlock(from, max).slice(4, -4)).not.toMatch(/[<>`]|&(?!amp;|lt;|gt;)/);
        expect(escaping.truncate(from.toWellFormed(), max).isWellFormed()).toBe(true);
      }),
    );
  });
});

import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandDigest, fitsOnCard, mostOnCard, showBytes, unaskable } from '../../../src/core/commands/show-bytes.ts';
import { injections } from './make.ts';

describe('a command as it is shown', () => {
  test.each([
    ['plain', `grep -F 'a "b" \`c\`' /x | head; echo \\$\\u41`, `grep -F 'a "b" \`c\`' /x | head; echo \\$\\u41`],
    ['with what cannot be seen', 'ls\u200b /', 'ls\\u{200b} /'],
    ['with a turn of the writing', 'a\u202eb', 'a\\u{202e}b'],
    ['with another script', 'echo ü 😀', 'echo \\u{fc} \\u{1f600}'],
    ['with a space that is none', 'a\u00a0b', 'a\\u{a0}b'],
    ['with lines', 'a\r\n\tb', 'a\\u{d}\\u{a}\\u{9}b'],
    ['with a letter that looks like another', 'rm -rf /\u0430', 'rm -rf /\\u{430}'],
    ['with blanks around', '  a ', '\\u{20}\\u{20}a\\u{20}'],
    ['with half a character', '\ud800a', '\\u{d800}a'],
    ['with the writing of an escape', 'echo \\u{200b}', 'echo \\u{5c}u{200b}'],
    ['with the writing of an escaped one', 'echo \\u{5c}u{200b}', 'echo \\u{5c}u{5c}u{200b}'],
  ])('%s', (_, command, text) => {
    const shown = showBytes(command);
    expect(shown.text).toBe(text);
    expect(shown.note === undefined).toBe(command === text);
  });

  test('is ASCII, and can be read back to what it was, so no two look the same', () => {
    const back = (text: string) =>
      text.replace(/\\u\{([0-9a-f]+)\}/g, (_, hex) => String.fromCodePoint(parseInt(hex, 16)));
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\\',
        'u',
        '{',
        '}',
        '5c',
        '\\u{',
        '\\u{5c}',
        ' ',
        '\ud83d',
        '\ude00',
        ...injections.slice(0, 80),
      ),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 8 }).map((all) => all.join('')),
        (command) => {
          const { text } = showBytes(command);
          expect(text).toMatch(/^(?:[!-~](?:[ -~]*[!-~])?)?$/);
          expect(back(text)).toBe(command);
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('says which characters those are, and not all of a thousand', () => {
    expect(showBytes('a\u200b\n').note).toMatch(/U\+200B, a line break/);
    expect(
      showBytes('abcdefgh'.replace(/./g, (each) => each + String.fromCharCode(0x3b0 + each.charCodeAt(0)))).note,
    ).toMatch(/and 3 more/);
  });
});

test('the digest is that of the bytes', () => {
  for (const command of ['uptime', "echo 'ü 😀' \u200b\n", 'a  b ']) {
    const printed = execFileSync('sh', ['-c', 'printf %s "$1" | sha256sum', 'sh', command]).toString();
    expect(printed.split(' ')[0]).toBe(commandDigest(command));
  }
});

test.each<[string, string, RegExp | undefined]>([
  ['an ordinary one', 'df -h', undefined],
  ['the longest', 'x'.repeat(mostOnCard), undefined],
  ['one more', 'x'.repeat(mostOnCard + 1), /too long to be shown whole: 2501 .*cannot see/],
  ['one that gets too long by what has to be escaped', '😀'.repeat(300), /too long.*2700/],
  ['nothing', ' \n', /missing/],
  ['a NUL', 'a\0b', /NUL/],
  ['half a character', 'a\ud800b', /U\+D800/],
])('%s can be asked for or not', (_, command, says) => {
  const refusal = unaskable(command);
  if (says === undefined) expect(refusal).toBeUndefined();
  else expect(refusal?.problem).toMatch(says);
  if (says?.source.includes('long')) expect(fitsOnCard(command)).toBe(false);
});

import { expect, test } from 'vitest';
import { fillTemplate } from '../../../src/core/commands/fill-template.ts';
import { template } from './make.ts';

const filled = (type: string, value: string, run = `x {p:${type}}`) => fillTemplate(template('t', run), [value]);

test.each<[string, string, RegExp]>([
  ['name', 'a b', /`p` cannot hold a space\. .*name of letters/],
  ['name', 'a;b', /cannot hold ";"/],
  ['name', 'a`b', /cannot hold a backtick/],
  ['name', 'a"b', /cannot hold a double quote/],
  ['name', 'ü', /cannot hold "ü"/],
  ['name', 'a\nb', /cannot hold a line break \(U\+000A\)/],
  ['name', 'a\0b', /cannot hold a NUL \(U\+0000\)/],
  ['name', 'a\u200bb', /cannot hold U\+200B/],
  ['name', '', /cannot be empty/],
  ['name', 'x'.repeat(257), /too long: 257/],
  ['name', '-x', /cannot begin with "-": .*option/],
  ['text', '--output=x', /cannot begin with "-"/],
  ['text', '—output=x', /cannot begin with "—"/],
  ['text', '−1', /cannot begin with "−"/],
  ['text', 'a\tb', /cannot hold a tab/],
  ['text', 'a\rb', /cannot hold a carriage return/],
  ['text', 'a\u001b[2J', /cannot hold U\+001B/],
  ['text', 'a\u2028b', /cannot hold U\+2028/],
  ['text', 'a\ud800b', /cannot hold U\+D800/],
  ['text<=3', '😀😀😀😀', /too long: 4/],
  ['text>=3', 'ab', /too short: 2/],
  ['word', 'a b', /cannot hold a space/],
  ['word', 'a\u00a0b', /cannot hold U\+00A0/],
  ['path', 'etc/passwd', /cannot begin with "e": a path begins with "\/"/],
  ['path', '/a/../b', /cannot go upwards/],
  ['path', '/..', /cannot go upwards/],
  ['path', '~/x', /cannot begin with "~"/],
  ['path', '/a\nb', /line break/],
  ['path', '', /cannot be empty/],
  ['int<=500', '501', /cannot be `501`\. It takes a whole number from 0 to 500/],
  ['int', '1.5', /cannot hold "\."/],
  ['int', '1e3', /cannot hold "e"/],
  ['int', '١', /cannot hold "١"/],
  ['int', '007', /cannot be `007`/],
  ['int', '', /cannot be/],
  ['int', '9'.repeat(16), /cannot be/],
  ['int', '-5', /cannot begin with "-"/],
  ['int>=5', '4', /from 5 on/],
  ['a|b', 'c', /cannot be `c`\. It takes one of a, b/],
  ['a|b', 'a\u200b', /which holds U\+200B/],
  ['a|b', 'A', /cannot be `A`/],
  ['host', 'a_b', /cannot hold "_"/],
  ['host', 'a..b', /cannot be/],
  ['host', '203.0.113.0/24', /cannot hold "\/"/],
  ['host', '::g', /cannot be|cannot hold/],
])('%s does not take %j', (type, value, says) => {
  const refused = filled(type, value);
  expect(refused).toMatchObject({ ok: false });
  if (!refused.ok) expect(`${refused.problem} ${refused.hint}`).toMatch(says);
});

test.each<[string, string, string]>([
  ['name', 'getty@tty1.service', 'x getty@tty1.service'],
  ['name', '.x:y_Z-9', 'x .x:y_Z-9'],
  ['path', '/', 'x /'],
  ['path', '/a b/$(c)/..d/e..', "x '/a b/$(c)/..d/e..'"],
  ['int<=500', '500', 'x 500'],
  ['int', '0', 'x 0'],
  ['text', 'it\'s; `x` $y "z"', `x 'it'\\''s; \`x\` $y "z"'`],
  ['text', 'ein Gerät 😀', "x 'ein Gerät 😀'"],
  ['text>=0', '', "x ''"],
  ['text', 'a-b', 'x a-b'],
  ['word', '$HOME', "x '$HOME'"],
  ['host', 'a.example', 'x a.example'],
  ['host', '2001:db8::7', 'x 2001:db8::7'],
  ['host', '203.0.113.7', 'x 203.0.113.7'],
])('%s takes %j', (type, value, text) => {
  expect(filled(type, value)).toEqual({ ok: true, text });
});

test.each([
  ['text', '--x', 'x --o=--x'],
  ['int -9..9', '-5', 'x --o=-5'],
])('behind an option in the same word %s takes %j', (type, value, text) => {
  expect(filled(type, value, `x --o={p:${type}}`)).toEqual({ ok: true, text });
});

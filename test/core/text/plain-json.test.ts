import { expect, test } from 'vitest';
import { plainJson } from '../../../src/core/text/plain-json.ts';

test.each<[string, string, unknown]>([
  ['a comment behind a value', '{"a": 1 // one, "two"\n}', { a: 1 }],
  ['a comment over lines', '/* {"b": */ {"a": /**/ 1}', { a: 1 }],
  ['what looks like comments in a text', '{"a": "https://b/*c*/,]"}', { a: 'https://b/*c*/,]' }],
  ['a text over lines', '{"a": "one\r\n\ttwo"}', { a: 'one\r\n\ttwo' }],
  ['escaped marks', String.raw`{"a": "\"//\\", "b": 2,}`, { a: '"//\\', b: 2 }],
  ['a comma behind the last entry', '[[1, 2,], {"a": 3 , // last\n },\n]', [[1, 2], { a: 3 }]],
])('%s', (_, template, value) => {
  expect(JSON.parse(plainJson(template))).toEqual(value);
});

test.each(['{"a": "b', '/* {"a": 1}', '[1,,2]', '{"a": 1} // b\n{'])('%s stays no JSON', (template) => {
  expect(() => JSON.parse(plainJson(template))).toThrow(SyntaxError);
});

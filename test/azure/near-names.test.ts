import { expect, test } from 'vitest';
import { nearNames } from '../../src/azure/near-names.ts';

test.each([
  ['a typing error', 'mvVM', ['other', 'myVM'], ['myVM']],
  ['another case', 'MYVM', ['myVM'], ['myVM']],
  ['one name in two cases', 'jmup', ['jump', 'Jump'], ['Jump']],
  ['a part, the shortest first', 'web', ['web-frontend-01', 'web-01', 'db'], ['web-01', 'web-frontend-01']],
  ['too much', 'web-01-old', ['web-01'], ['web-01']],
  ['typing errors before parts', 'web1', ['web10-blue', 'web2'], ['web2', 'web10-blue']],
  [
    'no more than five, each once',
    'node-7',
    [1, 1, 2, 3, 4, 5, 6].map((n) => `node-${n}`),
    ['node-1', 'node-2', 'node-3', 'node-4', 'node-5'],
  ],
  ['nothing alike', 'elastic', ['db', 'jump'], []],
])('%s', (_, word, names, near) => {
  expect(nearNames(word, names)).toEqual(near);
});

import { describe, expect, it } from 'vitest';
import { completions, entersSuggestion } from '../../../sandbox/console/page/composer/completion.ts';
import { usagesOf } from '../../../sandbox/console/page/composer/subcommands.ts';

const usages = usagesOf([
  {
    command: '/vm',
    description: 'Get onto a VM',
    usageHint: 'connect-check <vm> [from <a|b>] | my-ip <address> | help',
  },
]);
const names = ['myVM', 'db-01'];

it('reads the ways of a command out of its usage hint', () => {
  expect(usages.map((usage) => [usage.words, usage.rest])).toEqual([
    ['', 'connect-check <vm> [from <a|b>] | my-ip <address> | help'],
    ['connect-check', '<vm> [from <a|b>]'],
    ['my-ip', '<address>'],
    ['help', ''],
  ]);
});

describe('completions', () => {
  it.each([
    { typed: '/', texts: ['/vm ', '/vm connect-check ', '/vm my-ip ', '/vm help '] },
    { typed: '/VM c', texts: ['/vm connect-check '] },
    { typed: '/vm my-ip 1', texts: ['/vm my-ip 1'] },
    { typed: '/vm connect-check ', texts: ['/vm connect-check myVM ', '/vm connect-check db-01 '] },
    { typed: '/vm connect-check MY', texts: ['/vm connect-check myVM '] },
    { typed: '/vm connect-check myVM from', texts: ['/vm connect-check myVM from'] },
    { typed: '/nothing', texts: [] },
    { typed: 'hello /vm', texts: [] },
    { typed: '', texts: [] },
  ])('$typed', ({ typed, texts }) => {
    expect(completions(typed, usages, names).map((each) => each.text)).toEqual(texts);
  });
});

it.each([
  { typed: '/v', moved: false, enters: true },
  { typed: '/vm', moved: false, enters: false },
  { typed: '/vm', moved: true, enters: true },
  { typed: '/vm connect-check my', moved: false, enters: false },
])('Enter after "$typed" (arrows: $moved) takes the suggestion: $enters', ({ typed, moved, enters }) => {
  expect(entersSuggestion(typed, usages, moved)).toBe(enters);
});

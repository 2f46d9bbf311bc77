import { describe, expect, it, test } from 'vitest';
import type { Act } from '../../src/core/actions/act.ts';
import { outputEnded, outputUnderWay } from '../../src/views/output-message.ts';
import { aRequest } from '../core/requests/a-request.ts';
import { expectFits, hostile } from './hostile.ts';

const over = { user: 'azureuser', address: '20.51.230.20', port: 22, limits: { bytes: 1, idleMs: 1, wallMs: 1 } };
const run: Act = { kind: 'run', ...over, command: 'true' };
const get: Act = { kind: 'get', ...over, path: '/etc/os-release', mostBytes: 5 };
const asked = (act: Act) => aRequest({ plan: { ...aRequest().plan, writes: [], undo: [], act } });
const said = { message: 'It ended.', isFailure: false };
const shown = (act: Act, bend: object, output: string) =>
  JSON.stringify(outputEnded(asked(act), { ...said, ...bend }, output));

describe('outputEnded', () => {
  it.each<[string, string, RegExp, RegExp]>([
    ['a file that was fetched', shown(get, {}, ''), /The file is in the thread/, /The end of the output/],
    ['a file that was not', shown(get, { isFailure: true }, ''), /:x:/, /in the thread/],
    ['a command that printed little', shown(run, {}, 'one\ntwo\n'), /"one\\ntwo"/, /in the thread/],
    ['a command that printed nothing', shown(run, {}, '\n'), /white_check_mark/, /rich_text/],
    ['a command that failed', shown(run, { data: { status: 3 } }, ''), /:warning:/, /:x:|white_check_mark/],
    ['more lines than are shown', shown(run, {}, 'line\n'.repeat(40)), /whole of it is in the thread/, /(line\\n){25}/],
  ])('of %s', (_, text, words, notThese) => {
    expect(text).toMatch(words);
    expect(text).not.toMatch(notThese);
  });

  it('fits, whatever it says and however much was printed', () => {
    const output = '<!channel> & `` ``` *b* '.repeat(900);
    expectFits(outputEnded(asked(run), { message: hostile, hint: hostile, isFailure: true }, output));
  });
});

const ended = { isFailure: false, message: 'It exited with status 0.', data: { status: 0 } };

// A search for blanks at the end that begins at each of them takes minutes, in which nobody is answered.
test.each([' ', '\t', '\n', 'a \n'])('the end of a megabyte of %j is shown', (piece) => {
  const message = outputEnded(aRequest(), ended, `${piece.repeat(1_000_000 / piece.length)}the end`);
  expect(JSON.stringify(message.blocks)).toContain('the end');
});

test('blanks alone are no output', () => {
  const blocks = outputEnded(aRequest(), ended, ' \n\t\n').blocks;
  expect(blocks.map(({ type }) => type)).toEqual(outputEnded(aRequest(), ended, '').blocks.map(({ type }) => type));
});

test('while it is under way nothing is said to be in the thread, since nothing is', () => {
  const tail = 'a line\n'.repeat(100);
  const underWay = JSON.stringify(outputUnderWay(aRequest(), { tail, totalBytes: tail.length }).blocks);
  expect(underWay).toContain('so far');
  expect(underWay).not.toContain('thread');
  expect(JSON.stringify(outputEnded(aRequest(), ended, tail).blocks)).toContain('in the thread');
});

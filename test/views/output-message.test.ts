import { expect, test } from 'vitest';
import { outputEnded } from '../../src/views/output-message.ts';
import { aRequest } from '../core/requests/a-request.ts';

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

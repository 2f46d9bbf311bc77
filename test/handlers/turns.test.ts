import { expect, test } from 'vitest';
import { createTurns } from '../../src/handlers/turns.ts';

test('what asks at once begins in the order of asking, each in a turn of the event loop of its own', async () => {
  let loopTurn = 0;
  let counting = setImmediate(function count() {
    loopTurn += 1;
    counting = setImmediate(count);
  });
  const turn = createTurns();
  const begun: { piece: number; loopTurn: number }[] = [];
  await Promise.all(
    [0, 1, 2, 3].map(async (piece) => {
      await turn();
      begun.push({ piece, loopTurn });
    }),
  );
  clearImmediate(counting);
  expect(begun.map(({ piece }) => piece)).toEqual([0, 1, 2, 3]);
  expect(new Set(begun.map((each) => each.loopTurn)).size).toBe(4);
});

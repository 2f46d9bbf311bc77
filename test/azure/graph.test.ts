import { pino } from 'pino';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { scriptClock } from '../../sandbox/clock.ts';
import type { Clients } from '../../src/azure/clients.ts';
import { createGraph } from '../../src/azure/graph.ts';
import { createReader } from '../../src/azure/reader.ts';

const reader = createReader({ clock: scriptClock(0), timeoutMs: 1000, log: pino({ level: 'silent' }) });
const query = { query: 'resources', row: z.object({ id: z.string() }), top: 100, mostPages: 10 };

/** Resource Graph that answers the n-th question with the n-th of these tokens, and one row. */
function graphWith(tokens: readonly (string | undefined)[]) {
  let asked = 0;
  const resources = async () => {
    const skipToken = tokens[asked];
    asked += 1;
    return { data: [{ id: `row-${asked}` }], ...(skipToken !== undefined && { skipToken }) };
  };
  const clients = { graph: async () => ({ resources }) } as unknown as Clients;
  return createGraph(clients, reader, undefined);
}

test.each([
  ['no token', [undefined], 1],
  ['an empty token is the end', ['', ''], 1],
  ['a token leads on', ['more', undefined], 2],
  ['pages without an end are left', Array.from({ length: 50 }, () => 'more'), 10],
])('%s', async (_, tokens, rows) => {
  const answer = await graphWith(tokens).ask(query);
  expect(answer.ok && answer.value).toHaveLength(rows);
});

import { pino } from 'pino';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { scriptClock } from '../../sandbox/clock.ts';
import type { Clients } from '../../src/azure/clients.ts';
import { createGraph } from '../../src/azure/graph.ts';
import { createReader } from '../../src/azure/reader.ts';

const reader = createReader({ clock: scriptClock(0), timeoutMs: 1000, log: pino({ level: 'silent' }) });
const query = { query: 'resources', row: z.object({ id: z.string() }), top: 100, mostPages: 10 };

/** Resource Graph that answers the n-th question with the n-th of these tokens, one row, and the count of all. */
function graphWith(tokens: readonly (string | undefined)[], totalRecords?: number) {
  let asked = 0;
  const resources = async () => {
    const skipToken = tokens[asked];
    asked += 1;
    return { data: [{ id: `row-${asked}` }], ...(skipToken !== undefined && { skipToken }), totalRecords };
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
  expect(answer.ok && answer.value.rows).toHaveLength(rows);
});

test.each([
  ['nothing, when all were read', ['more', undefined], 2, 0],
  ['nothing, when nobody counts', ['more', undefined], undefined, 0],
  ['how many were left', Array.from({ length: 50 }, () => 'more'), 1234, 1224],
  ['that there are some, when nobody counts', Array.from({ length: 50 }, () => 'more'), undefined, 1],
  ['what was cut off without a token to go on with', [undefined], 7, 6],
])('tells %s', async (_, tokens, total, more) => {
  const answer = await graphWith(tokens, total).ask(query);
  expect(answer).toMatchObject({ ok: true, value: { more } });
});

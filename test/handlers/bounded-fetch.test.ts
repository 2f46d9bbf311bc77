import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { boundedFetch } from '../../src/handlers/bounded-fetch.ts';

/** Answers one path only; every other request waits for ever. */
let server: Server;
let address: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/works') response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('a post that nobody answers ends at the limit', async () => {
  await expect(boundedFetch(20)(`${address}/hangs`, { method: 'POST', body: '{}' })).rejects.toMatchObject({
    name: 'TimeoutError',
  });
});

test('an answer comes through', async () => {
  const answer = await boundedFetch(5_000)(`${address}/works`, { method: 'POST', body: '{}' });
  expect(await answer.text()).toBe('ok');
});

test('a limit that the caller brings along is the one that counts', async () => {
  const aborted = AbortSignal.abort(new DOMException('Enough', 'AbortError'));
  await expect(boundedFetch(5_000)(`${address}/hangs`, { signal: aborted })).rejects.toMatchObject({
    name: 'AbortError',
  });
});

import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { verifyChain, verifyHead } from '../../src/core/requests/verify-chain.ts';
import { open, type Place, places } from './places.ts';
import { sampleEvent, sampleRequest } from './sample-request.ts';

const script = fileURLToPath(new URL('repeat-updates.ts', import.meta.url));
const times = 300;

async function repeatUpdates({ config }: Place, id: string): Promise<string> {
  const place = config.kind === 'postgres' ? { ...config, url: config.url.reveal() } : config;
  const child = spawn(process.execPath, [script, JSON.stringify(place), id, String(times)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  const said = await text(child.stderr);
  return `${await exit} ${said}`;
}

test.each(places)(
  'two processes change one request in $kind, and nothing is lost',
  async ({ fresh }) => {
    const place = await fresh();
    const store = await open(place);
    await store.requests.insert(sampleRequest(), [sampleEvent()], []);
    const ends = await Promise.all([repeatUpdates(place, 'abcdefghij'), repeatUpdates(place, 'abcdefghij')]);
    expect(ends).toEqual(['0 ', '0 ']);
    const after = await store.requests.get('abcdefghij');
    expect(after).toMatchObject({ version: 1 + 2 * times, reminded: { times: 2 * times } });
    const events = await store.events.since(1, 5 * times);
    expect(new Set(events.map(({ actor }) => actor)).size).toBe(3);
    const verdict = verifyChain(events);
    expect(verdict).toMatchObject({ kind: 'intact', head: { seq: 1 + 2 * times } });
    if (verdict.kind === 'intact')
      expect(verifyHead(verdict.head, await store.events.head())).toMatchObject({ kind: 'intact' });
    const notices = await store.notices.claim(0, 1, 5 * times);
    expect(notices.map(({ id }) => id)).toEqual(Array.from({ length: 2 * times }, (_, index) => index + 1));
  },
  120_000,
);

test.each(places)('processes that start at once on an empty $kind make its tables once', async ({ fresh }) => {
  const place = await fresh();
  const stores = await Promise.all([open(place), open(place), open(place), open(place)]);
  await Promise.all(stores.map((store, index) => store.requests.insert(sampleRequest({ id: `r${index}` }), [], [])));
  expect(await stores[0]?.requests.list({})).toHaveLength(4);
});

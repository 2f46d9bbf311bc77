import { expect, test } from 'vitest';
import type { PlannedWrite } from '../../src/core/actions/plan.ts';
import type { Json } from '../../src/core/canonical-json.ts';
import type { Nsg } from '../../src/core/facts.ts';
import { sendWrite } from '../../src/jobs/send-write.ts';
import { nsg, rule } from '../core/checks/myvm.ts';
import { aRequest, askedAtMs } from '../core/requests/a-request.ts';
import { jobParts } from './parts.ts';

const group = nsg([]).id;
const ids = Array.from(
  { length: 30 },
  (_, at) => `${String.fromCharCode(97 + (at % 26))}aaaaaaaa${at < 26 ? 'a' : 'b'}`,
);

function carriedOut(id: string) {
  const lease = { owner: 'this process', untilMs: askedAtMs + 60_000 };
  return aRequest({ id, state: 'executing', lease, closesAtMs: askedAtMs + 60_000 });
}

function writeOf(id: string): PlannedWrite {
  const body: Json = {
    properties: {
      priority: { $hole: 'priority', from: 100, to: 299 },
      description: { $hole: 'seal' },
    },
  };
  const path = `${group}/securityRules/drawbridge-${id}`;
  return { method: 'PUT', path, apiVersion: '2026-01-01', body, says: 'Allow it' };
}

test('many who open a port in one group at once all find a priority', async () => {
  const taken = new Map<number, string>();
  const parts = await jobParts({
    azure: {
      readNsg: async (): Promise<Nsg> => nsg([...taken].map(([priority, name]) => rule({ name, priority }))),
      writes: {
        async send({ path, body }) {
          const { priority } = (body as { properties: { priority: number } }).properties;
          if (taken.has(priority)) return { kind: 'outdated', because: 'Another rule has it.' };
          taken.set(priority, path.slice(path.lastIndexOf('/') + 1));
          return { kind: 'done' };
        },
      },
    },
  });
  for (const id of ids) await parts.store.requests.insert(carriedOut(id), [], []);
  const ends = await Promise.all(
    ids.map((id) => sendWrite({ request: carriedOut(id), write: writeOf(id), index: 0, nsgs: [] }, parts)),
  );
  expect(ends.filter(({ kind }) => kind !== 'done')).toEqual([]);
  expect(new Set(taken.values()).size).toBe(ids.length);
});

test('what cannot be written down, because somebody else has it now, is not sent', async () => {
  let sent = 0;
  const send = async () => {
    sent += 1;
    return { kind: 'done' } as const;
  };
  const parts = await jobParts({
    azure: { readNsg: async () => nsg([]), writes: { send } },
  });
  const request = carriedOut('abcdefghij');
  await parts.store.requests.insert(
    { ...request, lease: { owner: 'another one', untilMs: askedAtMs + 60_000 } },
    [],
    [],
  );
  expect(await sendWrite({ request, write: writeOf(request.id), index: 0, nsgs: [] }, parts)).toEqual({ kind: 'lost' });
  expect(sent).toBe(0);
});

test('a group that was read a moment ago is read again only where Azure says that it is another one by now', async () => {
  const sent: number[] = [];
  let reads = 0;
  const readsAtEachTry: number[] = [];
  const parts = await jobParts({
    azure: {
      async readNsg(): Promise<Nsg> {
        reads += 1;
        return nsg([rule({ name: 'theirs', priority: 299 })]);
      },
      writes: {
        async send({ body }) {
          readsAtEachTry.push(reads);
          sent.push((body as { properties: { priority: number } }).properties.priority);
          return sent.length === 1 ? { kind: 'outdated', because: 'Another rule has it.' } : { kind: 'done' };
        },
      },
    },
  });
  const request = carriedOut(ids[0] ?? '');
  await parts.store.requests.insert(request, [], []);
  const end = await sendWrite({ request, write: writeOf(request.id), index: 0, nsgs: [nsg([])] }, parts);
  expect(end).toEqual({ kind: 'done' });
  expect(readsAtEachTry).toEqual([0, 1]);
  expect(new Set(sent).size).toBe(2);
});

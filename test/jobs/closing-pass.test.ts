import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { closingPass } from '../../src/jobs/closing-pass.ts';
import { openStore } from '../../src/store/open-store.ts';
import { aGrant, askedAtMs } from '../core/requests/a-request.ts';
import { jobParts } from './parts.ts';

const hour = 3_600_000;

test('one damaged row keeps no other door open', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'drawbridge-'));
  const path = join(folder, 'store.sqlite');
  const clock = { nowMs: askedAtMs + hour };
  const gone: string[] = [];
  const parts = await jobParts({
    clock,
    azure: {
      writes: {
        get: async (id) => {
          gone.push(id);
          return { found: false };
        },
        rulesNamed: async () => ({ rules: [], unread: [] }),
      },
    },
  });
  const store = await openStore({ kind: 'sqlite', path }, { clock: parts.clock, log: pino({ level: 'silent' }) });
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  for (const id of ['aaaaaaaaaa', 'bbbbbbbbbb', 'cccccccccc']) await store.requests.insert(aGrant({ id }), [], []);
  const raw = new DatabaseSync(path);
  raw.exec(`update requests set body = '{"id": 1}' where id = 'bbbbbbbbbb'`);
  raw.close();
  await closingPass({ ...parts, store })();
  expect(gone).toHaveLength(2);
  expect((await store.requests.get('aaaaaaaaaa'))?.state).toBe('closed');
  expect((await store.requests.get('cccccccccc'))?.state).toBe('closed');
});

test('a close that somebody began and left is taken up within a pass', async () => {
  const clock = { nowMs: askedAtMs + hour };
  const parts = await jobParts({
    clock,
    azure: { writes: { get: async () => ({ found: false }), rulesNamed: async () => ({ rules: [], unread: [] }) } },
  });
  const lease = { owner: 'a process that died', untilMs: clock.nowMs + 30_000 };
  await parts.store.requests.insert(aGrant({ state: 'closing', lease }), [], []);
  const pass = closingPass(parts);
  await pass();
  expect((await parts.store.requests.get('abcdefghij'))?.state).toBe('closing');
  clock.nowMs += 30_000;
  await pass();
  expect((await parts.store.requests.get('abcdefghij'))?.state).toBe('closed');
});

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type EventsSurroundings, runEvents } from '../../src/events/run-events.ts';
import type { Store } from '../../src/store/store.ts';
import { parts, startMs } from './parts.ts';
import { open, type Place, places } from './places.ts';
import { sampleEvent } from './sample-request.ts';

const hourMs = 3_600_000;

/** Five events, an hour apart. */
async function filled(place: Place): Promise<Store> {
  const store = await open(place);
  for (let at = 0; at < 5; at++)
    await store.events.append(sampleEvent({ atMs: startMs + at * hourMs, data: { at, why: 'disk \u202e\u001b[2J' } }));
  return store;
}

async function run({ env, yaml }: Pick<Place, 'env' | 'yaml'>, args: string, given: Partial<EventsSurroundings> = {}) {
  const lines: string[] = [];
  let err = '';
  const status = await runEvents({
    args: args.split(' ').filter(Boolean),
    env,
    yaml: { text: yaml, problems: [] },
    nowMs: startMs + 4.5 * hourMs,
    log: parts.log,
    out: async (line) => void lines.push(line),
    err: (said) => {
      err += said;
    },
    ...given,
  });
  return { status, lines, err };
}

describe.each(places)('npm run events on $kind', ({ fresh }) => {
  test('shows lines for people', async () => {
    const place = await fresh();
    await filled(place);
    const { status, lines } = await run(place, '--since 4');
    expect(status).toBe(0);
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/^ +4 {2}2026-07-01T11:00:00Z +requested +U0ALICE +abcdefghij {2}\{"at":3,/);
    for (const obeyed of ['\u202e', '\u001b']) expect(lines.join('')).not.toContain(obeyed);
  });

  test.each([
    ['a number', '--since 2', 4],
    ['everything', '--since 0', 5],
    ['hours ago', '--since 2h', 2],
    ['minutes ago', '--since 60m', 1],
    ['days ago', '--since 1d', 5],
    ['a time', '--since 2026-07-01T09:30Z', 3],
    ['a time elsewhere', '--since 2026-07-01T09:30+02:00', 5],
    ['a day', '--since 2026-07-02', 0],
  ])('takes %s', async (_, args, count) => {
    const place = await fresh();
    await filled(place);
    expect((await run(place, `${args} --format ndjson`)).lines).toHaveLength(count);
  });

  test('shows machines everything that the hash is over', async () => {
    const place = await fresh();
    const store = await filled(place);
    const { lines } = await run(place, '--since 1 --format ndjson');
    expect(lines.map((line) => JSON.parse(line))).toEqual(await store.events.since(1, 9));
  });

  test('verifies a sound chain, and the head that was noted', async () => {
    const place = await fresh();
    const store = await filled(place);
    const { hash } = await store.events.head();
    expect(await run(place, '--verify')).toMatchObject({ status: 0, lines: [expect.stringContaining(`5:${hash}`)] });
    const third = (await store.events.since(3, 1))[0]?.hash;
    expect(await run(place, `--verify --head 3:${third}`)).toMatchObject({ status: 0 });
    expect(await run(place, `--verify --head 5:${hash.toUpperCase()}`)).toMatchObject({ status: 0 });
    for (const wrong of [`3:${hash}`, `6:${hash}`])
      expect((await run(place, `--verify --head ${wrong}`)).status, wrong).toBe(1);
  });

  test.each([
    ['a changed actor', `update events set actor = 'U0EVE' where seq = 3`, 3, 'not as it was written'],
    ['changed data', `update events set data = '{"at":9}' where seq = 2`, 2, 'not as it was written'],
    ['data that is no JSON any more', `update events set data = '{' where seq = 2`, 2, 'damaged'],
    ['a changed time', `update events set at = at + 1 where seq = 5`, 5, 'not as it was written'],
    ['an event taken away from its request', `update events set request_id = null where seq = 1`, 1, 'not as it was'],
    ['a deleted row', 'delete from events where seq = 3', 3, 'missing'],
    ['a deleted first row', 'delete from events where seq = 1', 1, 'missing'],
    ['a deleted last row', 'delete from events where seq = 5', 5, 'missing'],
    ['all rows deleted', 'delete from events', 1, 'missing'],
    [
      'two swapped rows',
      'update events set seq = -2 where seq = 2; update events set seq = 2 where seq = 3; update events set seq = 3 where seq = -2',
      2,
      'another one stands',
    ],
    [
      'a row put in front',
      'insert into events select 0, prev, hash, kind, at, actor, request_id, data from events where seq = 1',
      1,
      'another one',
    ],
    [
      'a row put behind',
      'insert into events select 6, hash, hash, kind, at, actor, request_id, data from events where seq = 5',
      6,
      'not as it was',
    ],
    ['a changed head', `update chain set hash = '${'1'.repeat(64)}'`, 5, 'another chain'],
  ])('finds %s', async (_, tampering, seq, how) => {
    const place = await fresh();
    await filled(place);
    await place.run(tampering);
    const { status, lines, err } = await run(place, '--verify');
    expect(status).toBe(1);
    expect(lines.join('') + err).toContain(`event ${seq}`);
    expect(lines.join('') + err).toContain(how);
  });

  test('says that there is nothing, and makes nothing', async () => {
    const place = await fresh();
    for (let time = 0; time < 2; time++) {
      const { status, err } = await run(place, '--verify');
      expect(status).toBe(2);
      expect(err).toMatch(/memory of the bot|The bot's memory/);
      expect(err).not.toContain('hush');
    }
  });
});

describe('npm run events', () => {
  const nowhere = { env: {}, yaml: 'store: { path: /nowhere/x.sqlite }' };

  test.each([
    ['', 'either --verify or --since'],
    ['--verify --since 1', 'either --verify or --since'],
    ['--since yesterday', '24h'],
    ['--since 2026-07-01T09:30', '--since is'],
    ['--since 1 --format csv', 'table or ndjson'],
    ['--verify --format ndjson', '--format belongs'],
    ['--since 1 --head 1:1', '--head belongs'],
    ['--verify --head 1', '64 digits'],
    ['--sins 1', '--sins'],
    ['--since', '--since'],
  ])('explains what is wrong with "%s"', async (args, expected) => {
    const { status, err } = await run(nowhere, args);
    expect(status).toBe(2);
    expect(err).toContain(expected);
    expect(err).toContain('npm run events -- --verify');
  });

  test('says what is wrong with the configuration', async () => {
    const { status, err } = await run({ env: { DATABASE_URL: 'mysql://u:hush@h/d' }, yaml: '' }, '--verify');
    expect(status).toBe(2);
    expect(err).toContain('DATABASE_URL does not begin');
    expect(err).not.toContain('hush');
  });

  test('runs from the command line without Slack and Azure', async () => {
    const sqlite = places.find(({ kind }) => kind === 'sqlite');
    const place = await sqlite?.fresh();
    if (place === undefined) throw new Error('SQLite is in the list');
    await (await filled(place)).close();
    const cwd = mkdtempSync(join(tmpdir(), 'drawbridge-events-'));
    onTestFinished(() => rmSync(cwd, { recursive: true }));
    writeFileSync(join(cwd, 'config.yml'), place.yaml);
    const entry = fileURLToPath(new URL('../../src/events.ts', import.meta.url));
    const start = async (...args: string[]) => {
      const child = spawn(process.execPath, [entry, ...args], { cwd, env: {}, stdio: ['ignore', 'pipe', 'pipe'] });
      const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
      return { code: await exit, stdout, stderr };
    };
    expect(await start('--verify')).toMatchObject({ code: 0, stdout: expect.stringContaining('5 events'), stderr: '' });
    await place.run('delete from events where seq = 2');
    expect(await start('--verify')).toMatchObject({ code: 1, stdout: expect.stringContaining('event 2') });
    expect(await start('--very')).toMatchObject({ code: 2, stdout: '' });
  });
});

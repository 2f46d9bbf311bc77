import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompiledQuery, sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BotError } from '../../src/errors.ts';
import { Secret } from '../../src/secret.ts';
import { openDatabase } from '../../src/store/database.ts';
import { openStore, storeOn } from '../../src/store/open-store.ts';
import type { Store } from '../../src/store/store.ts';
import { parts } from './parts.ts';
import { open, type Place, places } from './places.ts';
import { change, sampleEvent, sampleNotice, sampleRequest } from './sample-request.ts';
import { startPostgres } from './start-postgres.ts';

const failed = {
  name: 'BotError',
  code: 'store-failed',
  message: expect.stringContaining("The bot's memory"),
  hint: expect.stringMatching(/\w/),
  cause: expect.any(Error),
};

const writes: readonly [name: string, write: (store: Store) => Promise<unknown>][] = [
  ['insert', (store) => store.requests.insert(sampleRequest({ id: 'another' }), [], [])],
  ['update', (store) => store.requests.update('abcdefghij', change)],
  ['append', (store) => store.events.append(sampleEvent())],
  ['claim cards', (store) => store.cards.claim(1e15, 1, 1)],
  [
    'show a card',
    (store) =>
      store.cards.shown({ requestId: 'abcdefghij', audience: 'approvers', channelId: 'C', ts: '1', shownVersion: 1 }),
  ],
  ['postpone a card', (store) => store.cards.postpone({ requestId: 'abcdefghij', audience: 'approvers' }, 1)],
  ['claim', (store) => store.notices.claim(1e15, 1, 1)],
  ['sent', (store) => store.notices.sent(1)],
  ['postpone', (store) => store.notices.postpone(1, 1)],
  ['set an address', (store) => store.addresses.set('U', { address: '::1', typedAtMs: 1 })],
  ['forget an address', (store) => store.addresses.forget('U')],
  ['shelve', (store) => store.shelf.put('id', 'kind', 1, 1)],
  ['shelve first', (store) => store.shelf.putFirst('id', 'kind', 1, 1, 1)],
  ['clear the shelf', (store) => store.shelf.forgetUntil(1e15)],
];

const reads: typeof writes = [
  ['get', (store) => store.requests.get('abcdefghij')],
  ['list', (store) => store.requests.list({})],
  ['events', (store) => store.events.since(1, 1)],
  ['events of one', (store) => store.events.of('abcdefghij')],
  ['head', (store) => store.events.head()],
  ['cards', (store) => store.cards.of('abcdefghij')],
  ['address', (store) => store.addresses.get('U')],
  ['shelf', (store) => store.shelf.get('id', 'kind', 1)],
];

async function expectFailures(store: Store, calls: typeof writes): Promise<void> {
  const outcomes = await Promise.all(
    calls.map(async ([name, call]) => [name, await call(store).catch((error: unknown) => error)]),
  );
  for (const [name, outcome] of outcomes) expect(outcome, String(name)).toMatchObject(failed);
}

async function filled(place: Place): Promise<Store> {
  const store = await open(place);
  await store.requests.insert(sampleRequest(), [sampleEvent()], [sampleNotice()]);
  return store;
}

describe.each(places)('a store in $kind', ({ fresh }) => {
  test('that turns read-only fails every write and still reads', async () => {
    const place = await fresh();
    await filled(place);
    const database = openDatabase(place.config, parts.log, 'look');
    onTestFinished(() => database.close());
    const store = storeOn(database);
    await expectFailures(store, writes);
    expect(await store.requests.get('abcdefghij')).toEqual(sampleRequest());
  });

  test('whose tables are gone fails everything', async () => {
    const place = await fresh();
    const store = await filled(place);
    await place.run('drop table cards; drop table notices; drop table requests; drop table events; drop table chain');
    await place.run('drop table addresses; drop table shelf');
    await expectFailures(store, [...writes, ...reads]);
  });

  test('that was closed fails everything', async () => {
    const store = await filled(await fresh());
    await store.close();
    await store.close();
    await expectFailures(store, [...writes, ...reads]);
  });

  test('loses the change with the event that could not be written', async () => {
    const place = await fresh();
    const store = await filled(place);
    await place.run('alter table events rename to hidden');
    const update = store.requests.update('abcdefghij', (request) => change(request, [sampleEvent()]));
    await expect(update).rejects.toMatchObject(failed);
    expect(await store.requests.get('abcdefghij')).toMatchObject({ version: 1 });
    await place.run('alter table hidden rename to events');
    await store.requests.update('abcdefghij', (request) => change(request, [sampleEvent()]));
    expect(await store.events.head()).toMatchObject({ seq: 2 });
  });

  test('that a newer version wrote is refused with a sentence', async () => {
    const place = await fresh();
    await (await open(place)).close();
    await place.run(`insert into migrations values ('9999-from-the-future', 1)`);
    await expect(openStore(place.config, parts)).rejects.toMatchObject({
      code: 'store-failed',
      message: expect.stringMatching(/newer Drawbridge.*9999-from-the-future/),
    });
  });
});

describe('a SQLite file', () => {
  const sqlite = places.find(({ kind }) => kind === 'sqlite');

  test('keeps what was committed through a power cut, and waits briefly', async () => {
    const place = await sqlite?.fresh();
    if (place === undefined) throw new Error('SQLite is in the list');
    const database = openDatabase(place.config, parts.log);
    onTestFinished(() => database.close());
    const setting = async (name: string) =>
      database.read(
        async (db) => Object.values((await sql<object>`pragma ${sql.raw(name)}`.execute(db)).rows[0] ?? {})[0],
      );
    expect(await setting('journal_mode')).toBe('wal');
    expect(await setting('synchronous')).toBe(2);
    expect(await setting('foreign_keys')).toBe(1);
    expect(await setting('busy_timeout')).toBeLessThan(1000);
  });

  test('on a full disk fails, loses nothing and works again when there is room', async () => {
    const place = await sqlite?.fresh();
    if (place === undefined) throw new Error('SQLite is in the list');
    await filled(place);
    const database = openDatabase(place.config, parts.log);
    onTestFinished(() => database.close());
    const pages = (count: number) =>
      database.read((db) => sql`pragma max_page_count = ${sql.lit(count)}`.execute(db).then(() => undefined));
    const store = storeOn(database);
    await pages(1);
    const big = change(sampleRequest({ reason: 'x'.repeat(200_000) }), [sampleEvent()]);
    await expect(store.requests.update('abcdefghij', () => big)).rejects.toMatchObject({
      ...failed,
      cause: expect.objectContaining({ message: expect.stringContaining('full') }),
    });
    expect(await store.requests.get('abcdefghij')).toEqual(sampleRequest());
    await pages(100_000);
    expect(await store.requests.update('abcdefghij', () => big)).toMatchObject({ kind: 'changed' });
  });

  test('that another process locks for good fails after some tries', async () => {
    const place = await sqlite?.fresh();
    if (place === undefined) throw new Error('SQLite is in the list');
    const store = await filled(place);
    const other = openDatabase(place.config, parts.log);
    const held = Promise.withResolvers<void>();
    const locked = Promise.withResolvers<void>();
    const holding = other.write(async () => {
      locked.resolve();
      await held.promise;
    });
    await locked.promise;
    await expect(store.requests.update('abcdefghij', change)).rejects.toMatchObject({
      ...failed,
      cause: expect.objectContaining({ message: 'database is locked' }),
    });
    expect(await store.requests.get('abcdefghij')).toMatchObject({ version: 1 });
    held.resolve();
    await holding;
    await other.close();
    expect(await store.requests.update('abcdefghij', change)).toMatchObject({ kind: 'changed' });
  });

  test.each([
    ['is a folder', (folder: string) => folder],
    ['lies below a file', (folder: string) => join(folder, 'file', 'store.sqlite')],
    ['is no database', (folder: string) => join(folder, 'file')],
  ])('that %s is refused', async (_, pathIn) => {
    const folder = mkdtempSync(join(tmpdir(), 'drawbridge-store-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'file'), 'This is not a database, and long enough to be looked at as one.'.repeat(20));
    await expect(openStore({ kind: 'sqlite', path: pathIn(folder) }, parts)).rejects.toMatchObject(failed);
  });
});

describe('a PostgreSQL server', () => {
  test('that stops fails everything and does not end the bot', async () => {
    const server = await startPostgres();
    const config = { kind: 'postgres', url: new Secret(server.url) } as const;
    const store = await openStore(config, parts);
    await store.requests.insert(sampleRequest(), [], []);
    // Stopped in the middle of a transaction, with a connection that waits idle beside it.
    const database = openDatabase(config, parts.log);
    const broken = database.write(async (tx) => {
      await tx.executeQuery(CompiledQuery.raw('select 1'));
      await server.stop();
      await tx.selectFrom('requests').selectAll().execute();
    });
    await expect(broken).rejects.toMatchObject(failed);
    await expectFailures(store, [...writes, ...reads]);
    await expect(openStore(config, parts)).rejects.toMatchObject(failed);
    await store.close();
    await database.close();
  });

  test('that does not know the bot says nothing of its password', async () => {
    const url = new Secret('postgres://bot:hush@127.0.0.1:1/nowhere');
    const error = await openStore({ kind: 'postgres', url }, parts).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BotError);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('hush');
  });
});

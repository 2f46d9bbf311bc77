import { describe, expect, test } from 'vitest';
import { startMs } from './parts.ts';
import { open, places } from './places.ts';
import { change, sampleEvent, sampleNotice, sampleRequest } from './sample-request.ts';

describe.each(places)('events in $kind', ({ fresh }) => {
  test('are numbered from 1, chained and read in order', async () => {
    const store = await open(await fresh());
    expect(await store.events.head()).toEqual({ seq: 0, hash: '0'.repeat(64) });
    const { requestId: _, ...alone } = sampleEvent({ kind: 'head-posted' });
    const first = await store.events.append(alone);
    const second = await store.events.append(sampleEvent());
    expect(first).toMatchObject({ seq: 1, prev: '0'.repeat(64) });
    expect(second).toMatchObject({ seq: 2, prev: first.hash });
    expect(await store.events.since(1, 9)).toEqual([first, second]);
    expect(await store.events.since(1, 1)).toEqual([first]);
    expect(await store.events.since(3, 9)).toEqual([]);
    expect(await store.events.of('abcdefghij')).toEqual([second]);
    expect(await store.events.head()).toEqual({ seq: 2, hash: second.hash });
  });

  test('many at once, from all sides, make one chain', async () => {
    const place = await fresh();
    const stores = [await open(place), await open(place)];
    const links = await Promise.all(
      Array.from({ length: 40 }, (_, index) => stores[index % 2]?.events.append(sampleEvent({ data: { index } }))),
    );
    expect(new Set(links.map((link) => link?.seq)).size).toBe(40);
    expect(new Set(links.map((link) => link?.prev)).size).toBe(40);
  });
});

describe.each(places)('cards in $kind', ({ fresh }) => {
  const card = { requestId: 'abcdefghij', channelId: 'C1', ts: '1.1', shownVersion: 1 };

  test('are replaced by request and channel', async () => {
    const store = await open(await fresh());
    await store.requests.insert(sampleRequest(), [], []);
    await store.cards.put({ ...card, channelId: 'D2' });
    await store.cards.put(card);
    await store.cards.put({ ...card, ts: '2.2', shownVersion: 2 });
    expect(await store.cards.of('abcdefghij')).toEqual([
      { ...card, ts: '2.2', shownVersion: 2 },
      { ...card, channelId: 'D2' },
    ]);
    expect(await store.cards.of('nobodyhere')).toEqual([]);
  });

  test('are stale while one of them, or none, shows the newest version', async () => {
    const store = await open(await fresh());
    await store.requests.insert(sampleRequest({ createdAtMs: 2 }), [], []);
    await store.requests.insert(sampleRequest({ id: 'older', createdAtMs: 1 }), [], []);
    expect(await store.cards.claim(startMs, 0, 9)).toEqual(['older', 'abcdefghij']);
    expect(await store.cards.claim(startMs, 0, 1)).toEqual(['older']);
    await store.cards.put({ ...card, requestId: 'older' });
    await store.cards.put(card);
    expect(await store.cards.claim(startMs, 0, 9)).toEqual([]);
    await store.requests.update('abcdefghij', change);
    expect(await store.cards.claim(startMs, 0, 9)).toEqual(['abcdefghij']);
    await store.cards.put({ ...card, channelId: 'D2', shownVersion: 2 });
    expect(await store.cards.claim(startMs, 0, 9)).toEqual(['abcdefghij']);
    await store.cards.put({ ...card, shownVersion: 2 });
    expect(await store.cards.claim(startMs, 0, 9)).toEqual([]);
    // A slower replica put the older card over the newer one.
    await store.cards.put(card);
    expect(await store.cards.claim(startMs, 0, 9)).toEqual(['abcdefghij']);
  });

  test('are shown by one of several replicas, until it lets go of them or its lease is over', async () => {
    const place = await fresh();
    const stores = [await open(place), await open(place), await open(place)];
    const [store] = stores;
    for (let at = 0; at < 12; at++) await store?.requests.insert(sampleRequest({ id: `r${at}` }), [], []);
    const claims = await Promise.all(
      Array.from({ length: 9 }, (_, index) => stores[index % 3]?.cards.claim(startMs, 1000, 5)),
    );
    const rest = await store?.cards.claim(startMs, 1000, 12);
    const ids = [...claims, rest].flatMap((claim) => claim ?? []);
    expect(ids).toHaveLength(12);
    expect(new Set(ids).size).toBe(12);
    await store?.cards.release('r3', 0);
    await store?.cards.release('r4', startMs + 500);
    expect(await store?.cards.claim(startMs + 499, 1000, 12)).toEqual(['r3']);
    expect(await store?.cards.claim(startMs + 500, 1000, 12)).toEqual(['r4']);
    expect(await store?.cards.claim(startMs + 1000, 1000, 12)).toHaveLength(10);
  });

  test('of several channels put at once are not stale', async () => {
    const place = await fresh();
    const [one, two] = [await open(place), await open(place)];
    await one.requests.insert(sampleRequest(), [], []);
    await Promise.all(
      Array.from({ length: 8 }, (_, at) => (at % 2 ? one : two).cards.put({ ...card, channelId: `C${at}` })),
    );
    expect(await one.cards.claim(startMs, 0, 9)).toEqual([]);
  });
});

describe.each(places)('notices in $kind', ({ fresh }) => {
  const card = { requestId: 'abcdefghij', channelId: 'C1', ts: '1.1', shownVersion: 1 };
  const to = [{ kind: 'thread' }, { kind: 'person', userId: 'U0BOB' }, { kind: 'channel' }] as const;

  test('are claimed in order, once, until the lease is over', async () => {
    const store = await open(await fresh());
    await store.requests.insert(
      sampleRequest(),
      [],
      to.map((each) => sampleNotice({ to: each })),
    );
    await store.cards.put(card);
    const first = await store.notices.claim(startMs, 1000, 2);
    expect(first).toEqual([
      { ...sampleNotice({ to: to[0] }), id: 1, tries: 1 },
      { ...sampleNotice({ to: to[1] }), id: 2, tries: 1 },
    ]);
    expect(await store.notices.claim(startMs + 999, 1000, 9)).toMatchObject([{ id: 3, to: to[2] }]);
    expect(await store.notices.claim(startMs + 1000, 500, 9)).toMatchObject([
      { id: 1, tries: 2 },
      { id: 2, tries: 2 },
    ]);
    await store.notices.sent(1);
    await store.notices.sent(1);
    expect((await store.notices.claim(startMs + 9999, 1, 9)).map(({ id }) => id)).toEqual([2, 3]);
  });

  test('wait until they are due, and longer when they are postponed', async () => {
    const store = await open(await fresh());
    await store.requests.insert(sampleRequest(), [], [sampleNotice({ atMs: startMs + 10 })]);
    expect(await store.notices.claim(startMs + 9, 1, 9)).toEqual([]);
    expect(await store.notices.claim(startMs + 10, 60_000, 9)).toHaveLength(1);
    await store.notices.postpone(1, startMs + 20);
    expect(await store.notices.claim(startMs + 19, 1, 9)).toEqual([]);
    expect(await store.notices.claim(startMs + 20, 1, 9)).toMatchObject([{ atMs: startMs + 10, tries: 2 }]);
    await store.notices.sent(1);
    await store.notices.postpone(1, startMs);
    expect(await store.notices.claim(startMs + 99_999, 1, 9)).toEqual([]);
  });

  test('are claimed by one of several replicas', async () => {
    const place = await fresh();
    const stores = [await open(place), await open(place), await open(place)];
    const notices = Array.from({ length: 30 }, () => sampleNotice());
    await stores[0]?.requests.insert(sampleRequest(), [], notices);
    const claims = await Promise.all(
      Array.from({ length: 12 }, (_, index) => stores[index % 3]?.notices.claim(startMs, 1000, 7)),
    );
    const rest = await stores[0]?.notices.claim(startMs, 1000, 30);
    const ids = [...claims, rest].flatMap((claim) => (claim ?? []).map(({ id }) => id));
    expect(ids.sort((a, b) => a - b)).toEqual(notices.map((_, index) => index + 1));
  });

  test('for a thread wait until there is one', async () => {
    const store = await open(await fresh());
    const notices = to.map((each) => sampleNotice({ to: each }));
    await store.requests.insert(sampleRequest(), [], notices);
    expect((await store.notices.claim(startMs, 1000, 9)).map(({ id }) => id)).toEqual([2, 3]);
    await store.cards.put(card);
    expect((await store.notices.claim(startMs, 1000, 9)).map(({ id }) => id)).toEqual([1]);
  });

  test('with an addressee that nobody wrote are damaged', async () => {
    const place = await fresh();
    const store = await open(place);
    await store.requests.insert(sampleRequest(), [], [sampleNotice()]);
    await place.run(`update notices set to_kind = 'everybody'`);
    await expect(store.notices.claim(startMs, 1, 1)).rejects.toMatchObject({ code: 'store-damaged' });
  });
});

describe.each(places)('addresses in $kind', ({ fresh }) => {
  test('are remembered for each person, the newest, until they are forgotten', async () => {
    const store = await open(await fresh());
    const address = { address: '203.0.113.7', typedAtMs: startMs };
    await store.addresses.set('U0ALICE', { ...address, warning: 'It is a private address.' });
    expect(await store.addresses.get('U0ALICE')).toEqual({ ...address, warning: 'It is a private address.' });
    await store.addresses.set('U0ALICE', address);
    expect(await store.addresses.get('U0ALICE')).toEqual(address);
    expect(await store.addresses.get('U0BOB')).toBeUndefined();
    await store.addresses.forget('U0ALICE');
    expect(await store.addresses.get('U0ALICE')).toBeUndefined();
  });
});

describe.each(places)('the shelf in $kind', ({ fresh }) => {
  test('keeps a thing of one kind until its time is over', async () => {
    const store = await open(await fresh());
    const thing = { list: [1, 'zwei', null], deep: { é: '🏰\0' } };
    await store.shelf.put('id', 'report', thing, startMs + 10);
    expect(await store.shelf.get('id', 'report', startMs + 9)).toEqual(thing);
    expect(await store.shelf.get('id', 'report', startMs + 10)).toBeUndefined();
    expect(await store.shelf.get('id', 'plan', startMs)).toBeUndefined();
    expect(await store.shelf.get('other', 'report', startMs)).toBeUndefined();
    await store.shelf.put('id', 'plan', null, startMs + 20);
    expect(await store.shelf.get('id', 'plan', startMs + 10)).toBeNull();
  });

  test('forgets what is too old, and nothing else', async () => {
    const store = await open(await fresh());
    await store.shelf.put('old', 'report', 1, startMs);
    await store.shelf.put('new', 'report', 2, startMs + 1);
    await store.shelf.forgetUntil(startMs);
    expect(await store.shelf.get('old', 'report', 0)).toBeUndefined();
    expect(await store.shelf.get('new', 'report', 0)).toBe(2);
  });

  test('is filled by one of several who come at once, and again when that is too old', async () => {
    const place = await fresh();
    const stores = [await open(place), await open(place)];
    const putAll = (nowMs: number) =>
      Promise.all(
        Array.from({ length: 8 }, (_, at) => stores[at % 2]?.shelf.putFirst('id', 'head', at, nowMs, nowMs + 10)),
      );
    const first = await putAll(startMs);
    expect(first.filter(Boolean)).toHaveLength(1);
    expect(await stores[0]?.shelf.get('id', 'head', startMs)).toBe(first.indexOf(true));
    expect((await putAll(startMs + 9)).filter(Boolean)).toEqual([]);
    expect((await putAll(startMs + 10)).filter(Boolean)).toHaveLength(1);
  });

  test('takes nothing that is not JSON', async () => {
    const store = await open(await fresh());
    await expect(store.shelf.put('id', 'report', undefined, startMs)).rejects.toThrow(TypeError);
  });
});

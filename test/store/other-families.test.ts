import { describe, expect, test } from 'vitest';
import type { Card } from '../../src/store/store.ts';
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
  const requestId = 'abcdefghij';
  const shown = { requestId, audience: 'approvers', channelId: 'C1', ts: '1.1', shownVersion: 1 } as const;
  const direct = { ...shown, audience: 'requester', channelId: 'D2', ts: '2.2' } as const;
  const names = (cards: readonly Card[]) => cards.map((card) => `${card.requestId} ${card.audience}`);

  test('are there from the start, one for each audience, and tell where they were posted', async () => {
    const store = await open(await fresh());
    await store.requests.insert(sampleRequest(), [], []);
    expect(await store.cards.of(requestId)).toEqual([
      { requestId, audience: 'approvers', shownVersion: 0 },
      { requestId, audience: 'requester', shownVersion: 0 },
    ]);
    await store.cards.shown(shown);
    expect((await store.cards.of(requestId))[0]).toEqual({
      requestId,
      audience: 'approvers',
      shownVersion: 1,
      posted: { channelId: 'C1', ts: '1.1' },
    });
    expect(await store.cards.of('nobodyhere')).toEqual([]);
  });

  test('are claimed while they show an older version, the oldest requests first', async () => {
    const store = await open(await fresh());
    await store.requests.insert(sampleRequest({ createdAtMs: 2 }), [], []);
    await store.requests.insert(sampleRequest({ id: 'older', createdAtMs: 1 }), [], []);
    expect(names(await store.cards.claim(startMs, 1000, 1))).toEqual(['older approvers']);
    expect(names(await store.cards.claim(startMs, 1000, 9))).toEqual([
      'older requester',
      `${requestId} approvers`,
      `${requestId} requester`,
    ]);
    expect(await store.cards.claim(startMs + 999, 1000, 9)).toEqual([]);
    await store.cards.shown(shown);
    // One of two was shown: only the other one is still to be.
    expect(names(await store.cards.claim(startMs + 1000, 1000, 9))).toEqual([
      'older approvers',
      'older requester',
      `${requestId} requester`,
    ]);
  });

  test('are stale again after each change, also of one that is being shown', async () => {
    const store = await open(await fresh());
    await store.requests.insert(sampleRequest(), [], []);
    await store.cards.claim(startMs, 1000, 9);
    await store.requests.update(requestId, change);
    await store.cards.shown(shown);
    await store.cards.shown(direct);
    expect(names(await store.cards.claim(startMs, 1000, 9))).toEqual([
      `${requestId} approvers`,
      `${requestId} requester`,
    ]);
    await store.cards.shown({ ...shown, shownVersion: 2 });
    await store.cards.shown({ ...direct, shownVersion: 2 });
    expect(await store.cards.claim(startMs + 9999, 1000, 9)).toEqual([]);
  });

  test('that could not be shown wait until then', async () => {
    const store = await open(await fresh());
    await store.requests.insert(sampleRequest(), [], []);
    const [card] = await store.cards.claim(startMs, 1000, 1);
    await store.cards.postpone(card ?? shown, startMs + 5000);
    expect(names(await store.cards.claim(startMs + 4999, 1, 9))).toEqual([`${requestId} requester`]);
    expect(names(await store.cards.claim(startMs + 5000, 1, 9))).toHaveLength(2);
  });

  test('are claimed once, whoever asks', async () => {
    const place = await fresh();
    const stores = [await open(place), await open(place)];
    for (let at = 0; at < 6; at += 1) {
      await stores[0]?.requests.insert(sampleRequest({ id: `r${at}`, createdAtMs: at }), [], []);
    }
    const claims = await Promise.all(
      Array.from({ length: 12 }, (_, at) => stores[at % 2]?.cards.claim(startMs, 1000, 3) ?? []),
    );
    // Rows that another one is just claiming are passed over, so that some may be left for the next time.
    const left = await stores[0]?.cards.claim(startMs, 1000, 99);
    const all = names([...claims.flat(), ...(left ?? [])]);
    expect(all).toHaveLength(12);
    expect(new Set(all).size).toBe(12);
  });
});

describe.each(places)('notices in $kind', ({ fresh }) => {
  const card = { requestId: 'abcdefghij', audience: 'approvers', channelId: 'C1', ts: '1.1', shownVersion: 1 } as const;
  const to = [{ kind: 'thread' }, { kind: 'person', userId: 'U0BOB' }, { kind: 'channel' }] as const;

  test('for a thread wait until there is a card to put them under', async () => {
    const store = await open(await fresh());
    const notices = to.map((each) => sampleNotice({ to: each }));
    await store.requests.insert(sampleRequest(), [], notices);
    await store.cards.shown({ ...card, audience: 'requester' });
    expect((await store.notices.claim(startMs, 1000, 9)).map(({ id }) => id)).toEqual([2, 3]);
    await store.cards.shown(card);
    expect((await store.notices.claim(startMs, 1000, 9)).map(({ id }) => id)).toEqual([1]);
  });

  test('are claimed in order, once, until the lease is over', async () => {
    const store = await open(await fresh());
    await store.requests.insert(
      sampleRequest(),
      [],
      to.map((each) => sampleNotice({ to: each })),
    );
    await store.cards.shown(card);
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

  test('about one request are told in order: one that waits holds back those behind it', async () => {
    const store = await open(await fresh());
    await store.requests.insert(sampleRequest(), [], [sampleNotice(), sampleNotice(), sampleNotice()]);
    await store.requests.insert(sampleRequest({ id: 'another' }), [], [sampleNotice({ requestId: 'another' })]);
    expect((await store.notices.claim(startMs, 1000, 1)).map(({ id }) => id)).toEqual([1]);
    expect((await store.notices.claim(startMs, 1000, 9)).map(({ id }) => id)).toEqual([4]);
    await store.notices.postpone(1, startMs + 500);
    expect(await store.notices.claim(startMs + 499, 1000, 9)).toEqual([]);
    expect((await store.notices.claim(startMs + 500, 1000, 9)).map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  test('are claimed by one of several replicas', async () => {
    const place = await fresh();
    const stores = [await open(place), await open(place), await open(place)];
    const notices = Array.from({ length: 30 }, (_, at) => sampleNotice({ requestId: `r${at}` }));
    for (const notice of notices)
      await stores[0]?.requests.insert(sampleRequest({ id: notice.requestId }), [], [notice]);
    const claims = await Promise.all(
      Array.from({ length: 12 }, (_, index) => stores[index % 3]?.notices.claim(startMs, 1000, 7)),
    );
    const rest = await stores[0]?.notices.claim(startMs, 1000, 30);
    const ids = [...claims, rest].flatMap((claim) => (claim ?? []).map(({ id }) => id));
    expect(ids.sort((a, b) => a - b)).toEqual(notices.map((_, index) => index + 1));
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
    expect(await store.shelf.putFirst('id', 'report', 'late', startMs + 9, startMs + 30)).toBe(false);
    expect(await store.shelf.get('id', 'report', startMs + 9)).toEqual(thing);
    expect(await store.shelf.putFirst('id', 'report', thing, startMs + 10, startMs + 30)).toBe(true);
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

  test('takes nothing that is not JSON', async () => {
    const store = await open(await fresh());
    await expect(store.shelf.put('id', 'report', undefined, startMs)).rejects.toThrow(TypeError);
  });
});

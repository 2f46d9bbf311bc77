import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/core/canonical-json.ts';
import { verifyChain } from '../../src/core/requests/verify-chain.ts';
import { startMs } from './parts.ts';
import { open, places } from './places.ts';
import { change, sampleEvent, sampleNotice, sampleRequest } from './sample-request.ts';

describe.each(places)('requests in $kind', ({ fresh }) => {
  test('what was inserted comes back, as version 1, with its events and notices', async () => {
    const store = await open(await fresh());
    const request = sampleRequest({ version: 7, reason: 'disk' });
    await store.requests.insert(request, [sampleEvent()], [sampleNotice()]);
    expect(await store.requests.get(request.id)).toEqual({ ...request, version: 1 });
    expect(await store.requests.get('nobodyhere')).toBeUndefined();
    expect(await store.events.of(request.id)).toHaveLength(1);
    expect(await store.notices.claim(startMs, 1, 9)).toHaveLength(1);
  });

  test('a closing that is undone comes back with its rules', async () => {
    const store = await open(await fresh());
    const closing = { requestId: 'abcdefghij', rules: ['drawbridge-abcdefghij'] };
    const request = sampleRequest({ action: 'reopen-port', params: { from: '', port: 22, closing } });
    await store.requests.insert(request, [sampleEvent()], []);
    expect(await store.requests.get(request.id)).toEqual(request);
  });

  test('it survives being closed and opened', async () => {
    const place = await fresh();
    const store = await open(place);
    await store.requests.insert(sampleRequest(), [sampleEvent()], []);
    await store.close();
    const again = await open(place);
    expect(await again.requests.get('abcdefghij')).toEqual(sampleRequest());
    expect((await again.events.head()).seq).toBe(1);
  });

  test('a second request with the same id is refused whole', async () => {
    const store = await open(await fresh());
    await store.requests.insert(sampleRequest(), [sampleEvent()], []);
    const again = store.requests.insert(sampleRequest({ reason: 'mine' }), [sampleEvent()], [sampleNotice()]);
    await expect(again).rejects.toMatchObject({ code: 'store-failed' });
    expect(await store.requests.get('abcdefghij')).toEqual(sampleRequest());
    expect(await store.events.since(1, 9)).toHaveLength(1);
    expect(await store.notices.claim(startMs, 1, 9)).toEqual([]);
  });

  test('a change counts the version and keeps events and notices with it', async () => {
    const store = await open(await fresh());
    await store.requests.insert(sampleRequest(), [sampleEvent()], []);
    const updated = await store.requests.update('abcdefghij', (request) =>
      change({ ...request, state: 'approved', version: 99 }, [sampleEvent({ kind: 'approved' })], [sampleNotice()]),
    );
    expect(updated).toEqual({ kind: 'changed', request: sampleRequest({ state: 'approved', version: 2 }) });
    expect(await store.requests.get('abcdefghij')).toEqual(sampleRequest({ state: 'approved', version: 2 }));
    expect((await store.events.of('abcdefghij')).map(({ kind }) => kind)).toEqual(['requested', 'approved']);
    expect(await store.notices.claim(startMs, 1, 9)).toHaveLength(1);
  });

  test('a refusal and a missing request change nothing', async () => {
    const store = await open(await fresh());
    await store.requests.insert(sampleRequest(), [], []);
    const refuse = () => ({ kind: 'refuse', refusal: 'not you' }) as const;
    expect(await store.requests.update('abcdefghij', refuse)).toEqual({
      kind: 'refused',
      refusal: 'not you',
      request: sampleRequest(),
    });
    expect(await store.requests.update('nobodyhere', refuse)).toEqual({ kind: 'missing' });
    expect((await store.events.head()).seq).toBe(0);
  });

  test('who comes second decides about what the first one left', async () => {
    const place = await fresh();
    const [one, two] = [await open(place), await open(place)];
    await one.requests.insert(sampleRequest(), [], []);
    const decide = (by: string) => (request: ReturnType<typeof sampleRequest>) =>
      request.state === 'pending'
        ? change({ ...request, state: 'approved' }, [sampleEvent({ kind: 'approved', actor: by })])
        : ({ kind: 'refuse', refusal: request.state } as const);
    const outcomes = await Promise.all(
      [one, two, one, two].map((store, index) => store.requests.update('abcdefghij', decide(`U${index}`))),
    );
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['changed', 'refused', 'refused', 'refused']);
    for (const outcome of outcomes)
      if (outcome.kind === 'refused') expect(outcome).toMatchObject({ refusal: 'approved', request: { version: 2 } });
    expect(await one.events.of('abcdefghij')).toHaveLength(1);
  });

  test.each([
    ['a step that does not exist', { state: 'succeeded' }, /pending.*no step to succeeded/],
    ['a step out of an end', { state: 'pending' }, /denied.*no step to pending/],
    ['another id', { id: 'jihgfedcba' }, /cannot become/],
  ] as const)('%s is a bug, and nothing of it stays', async (_, wrong, message) => {
    const store = await open(await fresh());
    const request = sampleRequest({ state: 'state' in wrong && wrong.state === 'pending' ? 'denied' : 'pending' });
    await store.requests.insert(request, [], []);
    const update = store.requests.update('abcdefghij', (before) =>
      change({ ...before, ...wrong }, [sampleEvent()], [sampleNotice()]),
    );
    await expect(update).rejects.toThrow(message);
    await expect(update).rejects.not.toMatchObject({ name: 'BotError' });
    expect(await store.requests.get('abcdefghij')).toEqual(request);
    expect((await store.events.head()).seq).toBe(0);
    await store.requests.update('abcdefghij', (before) => change({ ...before, notes: ['still works'] }));
  });

  test('a decision that throws leaves the store usable and its own error', async () => {
    const store = await open(await fresh());
    await store.requests.insert(sampleRequest(), [], []);
    const update = store.requests.update('abcdefghij', () => {
      throw new RangeError('mine');
    });
    await expect(update).rejects.toThrow(RangeError);
    expect(await store.requests.update('abcdefghij', change)).toMatchObject({ kind: 'changed' });
  });

  test('a lease is lengthened for its owner alone, and the version stays', async () => {
    const store = await open(await fresh());
    const leased = sampleRequest({ state: 'executing', lease: { owner: 'a', untilMs: startMs } });
    await store.requests.insert(leased, [], []);
    await store.requests.keepLease('abcdefghij', 'b', startMs + 9);
    await store.requests.keepLease('nobodyhere', 'a', startMs + 9);
    expect(await store.requests.get('abcdefghij')).toEqual(leased);
    await store.requests.keepLease('abcdefghij', 'a', startMs + 9);
    const kept = { ...leased, lease: { owner: 'a', untilMs: startMs + 9 } };
    expect(await store.requests.get('abcdefghij')).toEqual(kept);
  });

  test('lists by state, person and VM in any case, newest first', async () => {
    const store = await open(await fresh());
    const vm = { ...sampleRequest().vm, id: '/SUBSCRIPTIONS/s/Other' };
    const rows = [
      sampleRequest({ id: 'a', createdAtMs: 1 }),
      sampleRequest({ id: 'b', createdAtMs: 3, state: 'active', requester: 'U0BOB' }),
      sampleRequest({ id: 'c', createdAtMs: 2, state: 'closed', vm }),
    ];
    for (const row of rows) await store.requests.insert(row, [], []);
    const ids = async (filter: Parameters<typeof store.requests.list>[0]) =>
      (await store.requests.list(filter)).map(({ id }) => id).join('');
    expect(await ids({})).toBe('bca');
    expect(await ids({ limit: 2 })).toBe('bc');
    expect(await ids({ states: ['pending', 'active'] })).toBe('ba');
    expect(await ids({ states: [] })).toBe('');
    expect(await ids({ requester: 'U0BOB' })).toBe('b');
    expect(await ids({ vmId: '/subscriptions/S/oTHER' })).toBe('c');
    expect(await ids({ vmId: vm.id, states: ['pending'] })).toBe('');
  });

  test.each([
    ['text that is not JSON', `body = '{'`],
    ['JSON of another shape', `body = '{"id":"abcdefghij"}'`],
    ['a column that disagrees', `state = 'approved'`],
  ])('%s is a clear refusal', async (_, set) => {
    const place = await fresh();
    const store = await open(place);
    await store.requests.insert(sampleRequest(), [], []);
    await place.run(`update requests set ${set}`);
    const damaged = { code: 'store-damaged', message: expect.stringContaining('request abcdefghij') };
    await expect(store.requests.get('abcdefghij')).rejects.toMatchObject(damaged);
    await expect(store.requests.list({})).rejects.toMatchObject(damaged);
    await expect(store.requests.update('abcdefghij', change)).rejects.toMatchObject(damaged);
  });

  test('keys of a newer version survive a change by this one', async () => {
    const store = await open(await fresh());
    const newer = { ...sampleRequest(), mood: { new: true } };
    await store.requests.insert(newer, [], []);
    await store.requests.update('abcdefghij', change);
    expect(await store.requests.get('abcdefghij')).toEqual({ ...newer, version: 2 });
  });

  test('any text and any JSON come back as they were, and the chain holds', async () => {
    const store = await open(await fresh());
    const texts = fc.string({ unit: 'binary', maxLength: 20 });
    let count = 0;
    await fc.assert(
      fc.asyncProperty(texts, fc.jsonValue({ depthSize: 'small', stringUnit: 'binary' }), async (reason, body) => {
        const id = `r${count++}`;
        const kept = sampleRequest({ id, reason, requester: reason, ending: { message: reason } });
        const [write] = kept.plan.writes;
        if (write === undefined) throw new Error('The sample has a write');
        const request = { ...kept, plan: { ...kept.plan, writes: [{ ...write, body: body as Json }] } };
        await store.requests.insert(
          request,
          [sampleEvent({ requestId: id, actor: reason, data: { reason, body: body as Json } })],
          [],
        );
        // JSON knows no -0.
        expect(await store.requests.get(id)).toEqual(JSON.parse(JSON.stringify(request)));
        expect(await store.events.of(id)).toMatchObject([{ data: JSON.parse(JSON.stringify({ reason, body })) }]);
      }),
      {
        numRuns: 50,
        endOnFailure: true,
        examples: [
          ['\0', null],
          ['\ud800', { ['__proto__']: null }],
          ['Grüße 🏰', 'é\0'],
        ],
      },
    );
    expect(verifyChain(await store.events.since(1, 1000))).toMatchObject({ kind: 'intact', head: { seq: count } });
  });

  test('a huge reason comes back whole', async () => {
    const store = await open(await fresh());
    const request = sampleRequest({ reason: 'Zugang 🏰 '.repeat(100_000) });
    await store.requests.insert(request, [sampleEvent({ data: { reason: request.reason ?? '' } })], []);
    expect((await store.requests.get(request.id))?.reason === request.reason).toBe(true);
    expect(verifyChain(await store.events.since(1, 9))).toMatchObject({ kind: 'intact' });
  });

  test('an id with NUL is looked for without it', async () => {
    const store = await open(await fresh());
    await store.requests.insert(sampleRequest({ requester: 'U\0ALICE' }), [], []);
    expect(await store.requests.get('abc\0defghij')).toMatchObject({ requester: 'U\0ALICE' });
    expect(await store.requests.list({ requester: 'UALICE' })).toHaveLength(1);
  });
});

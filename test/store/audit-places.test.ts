import { describe, expect, test } from 'vitest';
import type { TrackedFinding } from '../../src/core/audit/audit-run.ts';
import { trendPoint } from '../../src/core/audit/trend-point.ts';
import type { Telling } from '../../src/store/audit-store.ts';
import type { Store } from '../../src/store/store.ts';
import { startMs } from './parts.ts';
import { open, places } from './places.ts';
import { anAudit } from './sample-audit.ts';

const lease = (owner = 'a', nowMs = startMs) => ({ owner, nowMs, leaseMs: 1000 });
const post = { channelId: 'C0OPS', ts: '1.5' };
const known = (name: string): TrackedFinding[] =>
  anAudit().findings.map((each) => ({ ...each, finding: { ...each.finding, name } }));

async function writeDown({ audits }: Store, id: string, ...to: readonly string[]): Promise<void> {
  await audits.begin({ id, trigger: { kind: 'command', by: 'U0ALICE' } }, lease());
  await audits.writeDown(anAudit({ id }), trendPoint(anAudit()), 'a', to);
}

async function claimed({ audits }: Store, owner = 'a', nowMs = startMs): Promise<Telling> {
  const telling = await audits.claimTelling(lease(owner, nowMs));
  if (telling === undefined) throw new Error('Nothing is due');
  return telling;
}

async function knownAt({ audits }: Store): Promise<string | undefined> {
  const all = await audits.knownAt('C0OPS', () => {});
  return all?.map(({ finding: { name } }) => name).join();
}

describe.each(places)('places that are told, in $kind', ({ fresh }) => {
  test('are each taken by one, whoever asks at the same time', async () => {
    const place = await fresh();
    const stores = [await open(place), await open(place)];
    const [store] = stores;
    if (store === undefined) throw new Error('There is no store');
    await writeDown(store, 'run1', 'C0OPS', 'U0ALICE');
    const all = Array.from({ length: 8 }, (_, at) => stores[at % 2]?.audits.claimTelling(lease(`owner ${at}`)));
    const taken = (await Promise.all(all)).flatMap((each) => each ?? []);
    // Who is passed over asks again at the next pass.
    for (const owner of ['later', 'last']) {
      const left = await store.audits.claimTelling(lease(owner));
      if (left !== undefined) taken.push(left);
    }
    expect(taken.map(({ place: to }) => to).sort()).toEqual(['C0OPS', 'U0ALICE']);
    expect(taken).toContainEqual({ runId: 'run1', place: 'C0OPS', tries: 1, standing: [] });
  });

  test('know what they were told when it was told to its end, and what stands there is not forgotten', async () => {
    const store = await open(await fresh());
    await writeDown(store, 'run1', 'C0OPS');
    expect(await knownAt(store)).toBeUndefined();
    const first = await claimed(store);
    await store.audits.posted(first, 'a', post, known('one'));
    expect(await store.audits.keepTelling(first, lease(), ['a.csv', 'message 1'])).toBe(true);
    expect(await knownAt(store)).toBeUndefined();
    await store.audits.postpone(first, 'a', startMs + 500);
    expect(await store.audits.claimTelling(lease('a', startMs + 499))).toBeUndefined();
    const again = await claimed(store, 'a', startMs + 500);
    expect(again).toMatchObject({ tries: 2, standing: ['a.csv', 'message 1'] });
    expect(await store.audits.posts('run1')).toEqual([post]);
    await store.audits.told(again, 'a');
    expect(await knownAt(store)).toBe('one');
    await writeDown(store, 'run2', 'C0OPS');
    await store.audits.posted(await claimed(store), 'a', { ...post, ts: '2.5' }, known('two'));
    expect(await store.audits.newestPost('C0OPS')).toEqual({ ...post, ts: '2.5' });
    await store.audits.told(await claimed(store, 'b', startMs + 5000), 'b');
    expect(await knownAt(store)).toBe('two');
    expect(await store.audits.claimTelling(lease('a', startMs + 9000))).toBeUndefined();
  });

  test('that never heard of a run know what they knew, and hear of the newer one', async () => {
    const store = await open(await fresh());
    await writeDown(store, 'run1', 'C0OPS');
    const first = await claimed(store);
    await store.audits.posted(first, 'a', post, known('one'));
    await store.audits.told(first, 'a');
    await writeDown(store, 'run2', 'C0OPS');
    await writeDown(store, 'run3', 'C0OPS');
    expect(await claimed(store)).toMatchObject({ runId: 'run3', tries: 1 });
    expect(await knownAt(store)).toBe('one');
    expect(await store.audits.posts('run3')).toEqual([]);
    expect(await store.audits.newestPost('C0OPS')).toEqual(post);
    expect(await store.audits.newestPost('C0OTHER')).toBeUndefined();
  });

  test('where the first message stands know of it, though a newer run takes the place of the rest', async () => {
    const store = await open(await fresh());
    await writeDown(store, 'run1', 'C0OPS');
    const first = await claimed(store);
    await store.audits.posted(first, 'a', post, known('one'));
    await writeDown(store, 'run2', 'C0OPS');
    expect(await store.audits.keepTelling(first, lease(), ['a.csv'])).toBe(false);
    await store.audits.told(first, 'a');
    expect(await claimed(store)).toMatchObject({ runId: 'run2', standing: [] });
    expect(await knownAt(store)).toBe('one');
  });

  test('that somebody left are taken over once the lease is over, and whoever had them notices', async () => {
    const store = await open(await fresh());
    await writeDown(store, 'run1', 'C0OPS');
    const first = await claimed(store, 'dead');
    expect(await store.audits.claimTelling(lease('b', startMs + 999))).toBeUndefined();
    await claimed(store, 'b', startMs + 1000);
    expect(await store.audits.keepTelling(first, lease('dead'), [])).toBe(false);
    await store.audits.postpone(first, 'dead', startMs);
    await store.audits.told(first, 'dead');
    expect(await store.audits.claimTelling(lease('c', startMs + 1000))).toBeUndefined();
  });

  test('do not wait for a time that a clock ahead of its time wrote', async () => {
    const store = await open(await fresh());
    await writeDown(store, 'run1', 'C0OPS');
    await store.audits.postpone(await claimed(store), 'a', startMs + 86_400_000);
    await claimed(store, 'ahead', startMs + 2 * 86_400_000);
    expect(await claimed(store, 'b')).toMatchObject({ runId: 'run1' });
  });

  test('that are damaged know nothing, and it is said', async () => {
    const place = await fresh();
    const store = await open(place);
    await writeDown(store, 'run1', 'C0OPS');
    await place.run("update audit_places set known = '[7]'");
    const damaged: unknown[] = [];
    expect(await store.audits.knownAt('C0OPS', (error) => damaged.push(error))).toBeUndefined();
    expect(damaged).toMatchObject([{ code: 'store-damaged' }]);
  });

  test('of people know nothing of their own', async () => {
    const store = await open(await fresh());
    await writeDown(store, 'run1', 'U0ALICE');
    const telling = await claimed(store);
    await store.audits.posted(telling, 'a', { channelId: 'D1', ts: '2.5' }, undefined);
    await store.audits.told(telling, 'a');
    expect(await store.audits.knownAt('U0ALICE', () => {})).toBeUndefined();
    expect(await store.audits.posts('run1')).toEqual([{ channelId: 'D1', ts: '2.5' }]);
  });
});

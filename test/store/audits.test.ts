import { describe, expect, test } from 'vitest';
import { trendPoint } from '../../src/core/audit/trend-point.ts';
import { verifyChain } from '../../src/core/requests/verify-chain.ts';
import { startMs } from './parts.ts';
import { open, places } from './places.ts';
import { anAudit, aWaiver, sampleKey } from './sample-audit.ts';

const lease = (owner = 'a', nowMs = startMs) => ({ owner, nowMs, leaseMs: 1000 });
const slot = (slotMs: number) => ({ kind: 'schedule', slotMs }) as const;
const byHand = { kind: 'command', by: 'U0ALICE' } as const;

describe.each(places)('audits in $kind', ({ fresh }) => {
  test('go from their beginning to their end, with an event', async () => {
    const { audits, events } = await open(await fresh());
    expect(await audits.last(1)).toEqual([]);
    expect(await audits.active()).toBeUndefined();
    expect(await audits.begin({ id: 'run1', trigger: slot(startMs) }, lease())).toMatchObject({ kind: 'begun' });
    expect(await audits.keepLease('run1', lease(), { nsgs: 4, flagged: 1, interfaces: 0 })).toBe(true);
    expect(await audits.active()).toEqual({
      id: 'run1',
      trigger: slot(startMs),
      startedAtMs: startMs,
      leasedUntilMs: startMs + 1000,
      tries: 1,
      progress: { nsgs: 4, flagged: 1, interfaces: 0 },
    });
    expect(await audits.writeDown(anAudit(), trendPoint(anAudit()), 'a', [])).toBe(true);
    expect(await audits.active()).toBeUndefined();
    expect(await audits.last(5)).toEqual([anAudit()]);
    expect(await audits.run('run1')).toEqual(anAudit());
    expect(await audits.run('other')).toBeUndefined();
    expect(await audits.trend(5)).toEqual([trendPoint(anAudit())]);
    const log = await events.since(1, 9);
    expect(log).toMatchObject([{ kind: 'audit-ended', actor: 'drawbridge', data: { status: 'complete', nsgs: 3 } }]);
    expect(verifyChain(log)).toMatchObject({ kind: 'intact' });
  });

  test('go on one at a time, and each slot has one, whoever asks at the same time', async () => {
    const place = await fresh();
    const stores = [await open(place), await open(place)];
    const ends = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        stores[at % 2]?.audits.begin({ id: `run${at}`, trigger: slot(startMs) }, lease(`owner ${at}`)),
      ),
    );
    expect(ends.map((end) => end?.kind).sort()).toEqual(['begun', ...Array(11).fill('had')]);
    const [store] = stores;
    expect(await store?.audits.begin({ id: 'hand', trigger: byHand }, lease('b'))).toMatchObject({ kind: 'busy' });
    expect(await store?.audits.begin({ id: 'next', trigger: slot(startMs + 1) }, lease('b'))).toMatchObject({
      kind: 'busy',
    });
    // It was busy, so the slot is not lost.
    expect(await store?.audits.lastSlot(startMs)).toBe(startMs);
  });

  test('of a slot before the last are had', async () => {
    const { audits } = await open(await fresh());
    await audits.passSlot(startMs, startMs);
    await audits.passSlot(startMs, startMs + 5);
    expect(await audits.lastSlot(startMs)).toBe(startMs);
    expect(await audits.begin({ id: 'old', trigger: slot(startMs - 1) }, lease())).toEqual({ kind: 'had' });
    expect(await audits.begin({ id: 'same', trigger: slot(startMs) }, lease())).toEqual({ kind: 'had' });
    expect(await audits.begin({ id: 'later', trigger: slot(startMs + 1) }, lease())).toMatchObject({ kind: 'begun' });
  });

  test('that somebody left are taken over once, and whoever had them writes nothing more', async () => {
    const { audits } = await open(await fresh());
    await audits.begin({ id: 'run1', trigger: byHand }, lease('dead'));
    expect(await audits.takeOver(lease('b', startMs + 999))).toBeUndefined();
    expect(await audits.takeOver(lease('b', startMs + 1000))).toMatchObject({ id: 'run1', tries: 2, trigger: byHand });
    expect(await audits.takeOver(lease('c', startMs + 1000))).toBeUndefined();
    expect(await audits.keepLease('run1', lease('dead', startMs + 1000))).toBe(false);
    expect(await audits.writeDown(anAudit(), trendPoint(anAudit()), 'dead', [])).toBe(false);
    expect(await audits.active()).toMatchObject({ id: 'run1', tries: 2 });
    expect(await audits.takeOver(lease('c', startMs + 2000))).toMatchObject({ tries: 3 });
  });

  test('that a bot leaves as it stops are at once for the next, who has no try less for it', async () => {
    const { audits } = await open(await fresh());
    await audits.begin({ id: 'run1', trigger: byHand }, lease('a'));
    for (const next of ['b', 'c', 'd']) {
      await audits.release('run1', next === 'b' ? 'a' : next === 'c' ? 'b' : 'c');
      expect(await audits.takeOver(lease(next))).toMatchObject({ tries: 1 });
    }
  });

  test('are lapsed when a clock that was ahead wrote their lease, and not when two clocks differ by minutes', async () => {
    const { audits } = await open(await fresh());
    await audits.begin({ id: 'run1', trigger: byHand }, lease('ahead', startMs + 5000));
    expect(await audits.takeOver(lease('b', startMs))).toBeUndefined();
    await audits.keepLease('run1', lease('ahead', startMs + 86_400_000));
    expect(await audits.takeOver(lease('b', startMs))).toMatchObject({ id: 'run1' });
  });

  test('of slots that a clock ahead of its time wrote do not count, and those of a clock set back a little do', async () => {
    const { audits } = await open(await fresh());
    const hour = 3_600_000;
    await audits.passSlot(startMs + 48 * hour, startMs + 48 * hour);
    expect(await audits.lastSlot(startMs)).toBeUndefined();
    await audits.passSlot(startMs, startMs);
    expect(await audits.lastSlot(startMs - hour)).toBe(startMs);
    expect(await audits.begin({ id: 'back', trigger: slot(startMs) }, lease('a', startMs - hour))).toEqual({
      kind: 'had',
    });
    const next = startMs + 24 * hour;
    expect(await audits.begin({ id: 'next', trigger: slot(next) }, lease('a', next))).toMatchObject({ kind: 'begun' });
    // It is forgotten, so that the day for which it was written has its audit.
    expect(await audits.lastSlot(startMs + 72 * hour)).toBe(next);
  });

  test('whose progress somebody changed go on', async () => {
    const place = await fresh();
    const { audits } = await open(place);
    await audits.begin({ id: 'run1', trigger: byHand }, lease('dead'));
    await place.run("update audit_runs set progress = 'x'");
    expect(await audits.takeOver(lease('b', startMs + 1000))).toMatchObject({ id: 'run1', tries: 2 });
  });

  test('that an earlier version was telling are over', async () => {
    const place = await fresh();
    const before = await open(place);
    await before.audits.begin({ id: 'run1', trigger: byHand }, lease());
    await before.close();
    await place.run("update audit_runs set state = 'posting'");
    await place.run("delete from migrations where name = '0005-audit-places'");
    await place.run('drop table audit_places');
    const { audits } = await open(place);
    expect(await audits.active()).toBeUndefined();
    expect(await audits.begin({ id: 'run2', trigger: byHand }, lease())).toMatchObject({ kind: 'begun' });
  });

  test('are written down once', async () => {
    const { audits, events } = await open(await fresh());
    await audits.begin({ id: 'run1', trigger: byHand }, lease());
    expect(await audits.writeDown(anAudit(), trendPoint(anAudit()), 'a', [])).toBe(true);
    expect(await audits.writeDown(anAudit(), trendPoint(anAudit()), 'a', [])).toBe(false);
    expect(await events.since(1, 9)).toHaveLength(1);
  });

  test('that are old lose their text, then their point', async () => {
    const { audits } = await open(await fresh());
    for (let at = 0; at < 33; at++) {
      const run = anAudit({ id: `run${at}`, trigger: byHand, startedAtMs: startMs + at, endedAtMs: startMs });
      await audits.begin(run, lease());
      await audits.writeDown(run, trendPoint(run), 'a', []);
    }
    const whole = await audits.last(99);
    expect(whole.map(({ id }) => id)).toEqual(Array.from({ length: 30 }, (_, at) => `run${32 - at}`));
    const backwards: string[] = [];
    for await (const { id } of audits.backwards(4)) backwards.push(id);
    expect(backwards).toEqual(['run32', 'run31', 'run30', 'run29']);
    const points = await audits.trend(99);
    expect(points.map(({ atMs }) => atMs - startMs)).toEqual(Array.from({ length: 33 }, (_, at) => at));
  });

  test.each([
    ['no JSON', "update audit_runs set body = 'x'"],
    ['no findings', `update audit_runs set body = '{"id":"run1"}'`],
    ['a finding without its severity', `update audit_runs set body = replace(body, '"severity"', '"sever"')`],
  ])('that somebody changed are damaged: %s', async (_, change) => {
    const place = await fresh();
    const { audits } = await open(place);
    await audits.begin({ id: 'run1', trigger: byHand }, lease());
    await audits.writeDown(anAudit(), trendPoint(anAudit()), 'a', []);
    await place.run(change);
    await expect(audits.last(1)).rejects.toMatchObject({ code: 'store-damaged' });
    expect(await audits.run('run1')).toBeUndefined();
    await audits.begin({ id: 'run2', trigger: byHand }, lease());
    await audits.writeDown(anAudit({ id: 'run2' }), trendPoint(anAudit()), 'a', []);
    const read: string[] = [];
    const damaged: unknown[] = [];
    for await (const { id } of audits.backwards(9, (error) => damaged.push(error))) read.push(id);
    expect(read).toEqual(['run2']);
    expect(damaged).toMatchObject([{ code: 'store-damaged' }]);
  });

  test('that lost their point leave the trend of the others', async () => {
    const place = await fresh();
    const { audits } = await open(place);
    for (const id of ['run1', 'run2']) {
      await audits.begin({ id, trigger: byHand }, lease());
      await audits.writeDown(anAudit({ id }), trendPoint(anAudit()), 'a', []);
    }
    await place.run("update audit_runs set point = '{}' where id = 'run1'");
    expect(await audits.trend(9)).toEqual([trendPoint(anAudit())]);
  });

  test('have waivers until their end, each with its event', async () => {
    const { audits, events } = await open(await fresh());
    await audits.waive(aWaiver());
    await audits.waive(aWaiver());
    const later = aWaiver({ atMs: startMs + 1, untilMs: startMs + 5 });
    expect(await audits.waivers(aWaiver().untilMs - 1)).toEqual([aWaiver()]);
    expect(await audits.waivers(aWaiver().untilMs)).toEqual([]);
    await audits.waive(later);
    const other = aWaiver({ key: 'other' });
    await audits.waive(other);
    // The newest shortens the one before.
    expect(await audits.waivers(startMs + 2)).toEqual([later, other]);
    expect(await audits.waivers(startMs + 5)).toEqual([other]);
    expect(await events.since(1, 9)).toMatchObject([
      { kind: 'waived', actor: 'U0BOB', data: { key: sampleKey, name: 'web-nsg', reason: 'a honeypot' } },
      { kind: 'waived', atMs: startMs + 1 },
      { kind: 'waived', data: { key: 'other' } },
    ]);
  });

  test('have waivers that are taken back, with an event, and given anew', async () => {
    const { audits, events } = await open(await fresh());
    await audits.waive(aWaiver());
    const end = { key: sampleKey, by: 'U0ALICE', atMs: startMs + 1 };
    await audits.endWaiver(end);
    await audits.endWaiver(end);
    expect(await audits.waivers(startMs + 1)).toEqual([]);
    const again = aWaiver({ atMs: startMs + 2 });
    await audits.waive(again);
    expect(await audits.waivers(startMs + 2)).toEqual([again]);
    const log = await events.since(1, 9);
    expect(log).toMatchObject([
      { kind: 'waived' },
      { kind: 'waiver-ended', actor: 'U0ALICE', data: { key: sampleKey, name: 'web-nsg' } },
      { kind: 'waived' },
    ]);
    expect(verifyChain(log)).toMatchObject({ kind: 'intact' });
  });

  test('have waivers that say all of what they cover', async () => {
    const { audits } = await open(await fresh());
    const covers = { ...aWaiver().covers, kinds: ['ipv6', 'azure-cloud'], publicIpv6Share: 0.5, hosts: 3 } as const;
    await audits.waive(aWaiver({ covers }));
    expect(await audits.waivers(startMs)).toEqual([aWaiver({ covers })]);
  });

  test('have no waiver that somebody lengthened in the database, and all the others', async () => {
    const place = await fresh();
    const { audits } = await open(place);
    const other = aWaiver({ key: '/other' });
    await audits.waive(aWaiver());
    await audits.waive(other);
    await place.run(`update audit_waivers set until_at = ${aWaiver().untilMs + 1} where finding_key = '${sampleKey}'`);
    const damaged: unknown[] = [];
    expect(await audits.waivers(startMs, (error) => damaged.push(error))).toEqual([other]);
    expect(damaged).toMatchObject([{ code: 'store-damaged', message: expect.stringContaining('web-nsg') }]);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Survey, TrackedFinding, Waiver } from '../../../src/core/audit/audit-run.ts';
import { compareRuns } from '../../../src/core/audit/compare-runs.ts';
import { countsOf } from '../../../src/core/audit/counts-of.ts';
import type { Finding } from '../../../src/core/audit/finding.ts';
import { severities } from '../../../src/core/audit/severity.ts';
import { verdicts } from '../../../src/core/net/exposure.ts';
import { dayMs, finding, survey, waiver } from './make.ts';

const names = ['a', 'b', 'c', 'd'];
const subscriptions = ['s1', 's2'];
const places = subscriptions.flatMap((subscriptionId) => names.map((name) => ({ name, subscriptionId })));

/** What is really there on one day: the state of each place, and which subscriptions answer. */
const aDay = fc.record({
  states: fc.tuple(
    ...places.map(({ name, subscriptionId }) =>
      fc.oneof(
        fc.constantFrom('closed' as const, 'deleted' as const),
        fc
          .record({
            severity: fc.constantFrom(...severities),
            verdict: fc.constantFrom(...verdicts, 'unknown' as const),
            publicIpv4Addresses: fc.constantFrom(0, 1, 1000, 3000),
          })
          .map((parts) => finding(name, { subscriptionId, ...parts })),
      ),
    ),
  ),
  answering: fc.subarray(subscriptions),
  waived: fc.subarray(places.map(({ name, subscriptionId }) => finding(name, { subscriptionId }))),
});

type Day = typeof aDay extends fc.Arbitrary<infer Value> ? Value : never;

function surveyOf({ states, answering }: Day): Survey {
  const keyAt = (at: number) => finding(names[at % names.length] ?? '', places[at]).key;
  const isAnswered = (at: number) => answering.includes(places[at]?.subscriptionId ?? '');
  const keysOf = (what: Finding | string) =>
    states.flatMap((state, at) => (state === what && isAnswered(at) ? [keyAt(at)] : []));
  return survey({
    status: answering.length === 0 ? 'failed' : answering.length < subscriptions.length ? 'partial' : 'complete',
    subscriptions: {
      answered: answering.map((id) => ({ id })),
      unread: subscriptions
        .filter((id) => !answering.includes(id))
        .map((id) => ({ id, reason: 'forbidden', because: 'It was refused.' })),
    },
    findings: states.filter((state, at): state is Finding => typeof state !== 'string' && isAnswered(at)),
    healed: keysOf('closed'),
    vanished: keysOf('deleted'),
  });
}

/** Runs day after day, each compared with the one before. */
function runsOver(days: readonly Day[]) {
  let before: readonly TrackedFinding[] = [];
  return days.map((day, at) => {
    const nowMs = at * dayMs;
    const waivers: Waiver[] = day.waived.map((each) => waiver(each, { atMs: nowMs - 1, untilMs: 4 * dayMs }));
    const now = surveyOf(day);
    const run = { day, before, now, waivers, nowMs, tracked: compareRuns(before, now, waivers, nowMs) };
    before = run.tracked;
    return run;
  });
}

const manyDays = fc.array(aDay, { minLength: 2, maxLength: 8 });
const keysOf = (all: readonly TrackedFinding[]) => all.map(({ finding: { key } }) => key);
const isThere = ({ change }: TrackedFinding) => change !== 'resolved' && change !== 'vanished';

test('every finding of this run and of the run before is told once, and nothing else', () => {
  fc.assert(
    fc.property(manyDays, (days) => {
      for (const { before, now, tracked } of runsOver(days)) {
        const expected = new Set([...now.findings.map(({ key }) => key), ...keysOf(before.filter(isThere))]);
        expect(keysOf(tracked).toSorted()).toEqual([...expected].toSorted());
      }
    }),
    { numRuns: 300 },
  );
});

test('nothing is lost, resolved or vanished while its subscription is unread', () => {
  fc.assert(
    fc.property(manyDays, (days) => {
      for (const { day, before, tracked } of runsOver(days)) {
        const after = new Map(tracked.map((each) => [each.finding.key, each]));
        for (const each of before.filter(isThere)) {
          if (day.answering.includes(each.finding.subscriptionId)) continue;
          expect(after.get(each.finding.key)).toMatchObject({ change: 'unknown', firstSeenAtMs: each.firstSeenAtMs });
          expect(after.get(each.finding.key)?.finding).toBe(each.finding);
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('where all is read, what is left is exactly what is there, by day of its first sight', () => {
  fc.assert(
    fc.property(manyDays, (days) => {
      const seenMs = new Map<string, number>();
      for (const { now, tracked, nowMs } of runsOver(days.map((day) => ({ ...day, answering: subscriptions })))) {
        const keys = new Set(now.findings.map(({ key }) => key));
        for (const key of seenMs.keys()) if (!keys.has(key)) seenMs.delete(key);
        for (const key of keys) seenMs.set(key, seenMs.get(key) ?? nowMs);
        const left = tracked.filter(isThere);
        expect(new Map(left.map((each) => [each.finding.key, each.firstSeenAtMs]))).toEqual(seenMs);
        expect(left.every(({ change }) => change !== 'unknown')).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test('a lapsed waiver is told once, and what it hid is no new door', () => {
  fc.assert(
    fc.property(manyDays, (days) => {
      for (const { before, tracked } of runsOver(days)) {
        const earlier = new Map(before.map((each) => [each.finding.key, each]));
        for (const { finding: of, change, waiver: held, lapsedWaiver } of tracked) {
          const was = earlier.get(of.key);
          expect(held !== undefined && lapsedWaiver !== undefined).toBe(false);
          if (lapsedWaiver === undefined) continue;
          expect(was?.waiver ?? (was?.change === 'unknown' ? was.lapsedWaiver : undefined)).toBe(lapsedWaiver);
          expect(change).not.toBe('new');
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('the same run twice changes nothing', () => {
  fc.assert(
    fc.property(aDay, (day) => {
      const all = { ...day, answering: subscriptions };
      const [, again] = runsOver([all, all]);
      expect(again?.tracked.filter(({ change }) => change !== 'unchanged')).toEqual([]);
    }),
  );
});

test('the counts are those that are there and not waived', () => {
  fc.assert(
    fc.property(manyDays, (days) => {
      for (const { tracked } of runsOver(days)) {
        const counts = countsOf(tracked);
        const there = tracked.filter((each) => isThere(each) && each.waiver === undefined);
        expect(Object.values(counts).reduce((sum, each) => sum + each, 0)).toBe(there.length);
      }
    }),
    { numRuns: 50 },
  );
});

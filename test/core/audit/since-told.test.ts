import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditRun, Survey, TrackedFinding, Waiver } from '../../../src/core/audit/audit-run.ts';
import { compareRuns } from '../../../src/core/audit/compare-runs.ts';
import { knownThere, sinceTold } from '../../../src/core/audit/since-told.ts';
import { dayMs, finding, survey, tracked, waiver } from './make.ts';

const door = finding('door');
const refused = survey({
  status: 'partial',
  subscriptions: { answered: [], unread: [{ id: 's1', reason: 'forbidden', because: 'It was refused.' }] },
});

/** A run as it is kept: compared with the one before. */
function runOf(day: number, before: readonly TrackedFinding[], now: Survey, waivers: readonly Waiver[] = []): AuditRun {
  const { findings: _, vanished, healed, ...read } = now;
  const endedAtMs = day * dayMs;
  const findings = compareRuns(before, now, waivers, endedAtMs);
  const trigger = { kind: 'schedule', slotMs: endedAtMs } as const;
  const gone = { vanished, healed };
  return { id: `run${day}`, trigger, startedAtMs: endedAtMs, endedAtMs, survey: read, findings, gone };
}

const changes = ({ findings }: Pick<AuditRun, 'findings'>) =>
  Object.fromEntries(findings.map(({ finding: { name }, change }) => [name, change]));

describe('a place is told what changed since it was told last', () => {
  test('what a run found that nobody there heard of is new, with the day when it was first seen', () => {
    const unheard = runOf(2, [], survey({ findings: [door] }));
    const run = runOf(3, unheard.findings, survey({ findings: [door] }));
    expect(changes(run)).toEqual({ door: 'unchanged' });
    expect(sinceTold([], run).findings).toMatchObject([{ change: 'new', firstSeenAtMs: 2 * dayMs }]);
  });

  test('who changed what is new or worse there is told, and not of what is as it was', () => {
    const lastChange = { by: 'dave', atMs: 0, operation: 'write', resourceId: '/nsg' };
    const run = runOf(1, [], survey({ findings: [door] }));
    const changed = { ...run, findings: run.findings.map((each) => ({ ...each, lastChange })) };
    expect(sinceTold([], changed).findings).toMatchObject([{ change: 'new', lastChange }]);
    expect(sinceTold(run.findings, changed).findings[0]).not.toHaveProperty('lastChange');
  });

  test('what became worse in between is worse, and says than what', () => {
    const told = runOf(1, [], survey({ findings: [finding('door', { severity: 'medium' })] })).findings;
    const unheard = runOf(2, told, survey({ findings: [door] }));
    const run = runOf(3, unheard.findings, survey({ findings: [door] }));
    expect(sinceTold(told, run).findings).toMatchObject([
      { change: 'worse', before: { severity: 'medium' }, firstSeenAtMs: dayMs },
    ]);
  });

  test.each([
    ['resolved', { healed: [door.key] }],
    ['vanished', { vanished: [door.key] }],
    ['unknown', {}],
  ])('what was %s in a run that nobody there heard of is told as that', (change, gone) => {
    const told = [tracked(door)];
    // The run in between forgot it; this one was asked for it again, because the place still knows it.
    const run = runOf(3, [], survey(gone));
    expect(changes(run)).toEqual({});
    expect(changes(sinceTold(told, run))).toEqual({ door: change });
  });

  test('what nobody there heard of and cannot be read now is unknown, and new once it can be', () => {
    const unheard = runOf(2, [], survey({ findings: [door] }));
    const unread = runOf(3, unheard.findings, refused);
    const shown = sinceTold([], unread);
    expect(changes(shown)).toEqual({ door: 'unknown' });
    const told = knownThere([], shown.findings);
    const readAgain = runOf(4, unread.findings, survey({ findings: [door] }));
    expect(changes(readAgain)).toEqual({ door: 'unchanged' });
    expect(changes(sinceTold(told, readAgain))).toEqual({ door: 'new' });
  });

  test('what is known there and cannot be read now stays known', () => {
    const told = [tracked(door)];
    const unread = runOf(3, told, refused);
    const known = knownThere(told, sinceTold(told, unread).findings);
    expect(changes(sinceTold(known, runOf(4, unread.findings, survey({ findings: [door] }))))).toEqual({
      door: 'unchanged',
    });
  });

  test('a waiver that ended in between is told as one that holds no more', () => {
    const waived = waiver(door, { untilMs: 2 * dayMs });
    const told = runOf(1, [tracked(door)], survey({ findings: [door] }), [waived]).findings;
    expect(told).toMatchObject([{ waiver: waived }]);
    const unheard = runOf(2, told, survey({ findings: [door] }));
    const run = runOf(3, unheard.findings, survey({ findings: [door] }));
    expect(changes(run)).toEqual({ door: 'unchanged' });
    expect(sinceTold(told, run).findings).toMatchObject([{ change: 'unchanged', lapsedWaiver: waived }]);
  });
});

test('what is waived is waived also where nobody heard of it yet', () => {
  const waived = waiver(door);
  const run = runOf(2, [tracked(door)], survey({ findings: [door] }), [waived]);
  expect(sinceTold([], run).findings).toMatchObject([{ change: 'new', waiver: waived, firstSeenAtMs: dayMs }]);
});

test('where the run before was told, it is what the run says itself', () => {
  const names = ['a', 'b', 'c', 'd'];
  const aState = fc.constantFrom('critical', 'medium', 'closed', 'deleted');
  const aDay = fc.record({
    states: fc.tuple(aState, aState, aState, aState),
    isRead: fc.boolean(),
    waived: fc.subarray(names),
  });
  const surveyOf = ({ states, isRead }: typeof aDay extends fc.Arbitrary<infer Day> ? Day : never) => {
    if (!isRead) return refused;
    const keys = (state: string) => names.flatMap((name, at) => (states[at] === state ? [finding(name).key] : []));
    const found = names.flatMap((name, at) => {
      const severity = states[at];
      return severity === 'critical' || severity === 'medium' ? [finding(name, { severity })] : [];
    });
    return survey({ findings: found, healed: keys('closed'), vanished: keys('deleted') });
  };
  fc.assert(
    fc.property(fc.array(aDay, { minLength: 2, maxLength: 6 }), (days) => {
      let before: readonly TrackedFinding[] = [];
      let told: readonly TrackedFinding[] = [];
      for (const [at, day] of days.entries()) {
        const run = runOf(
          at,
          before,
          surveyOf(day),
          day.waived.map((name) => waiver(finding(name))),
        );
        const shown = sinceTold(told, run);
        expect(shown.findings).toEqual(run.findings);
        before = run.findings;
        told = knownThere(told, shown.findings);
      }
    }),
    { numRuns: 300 },
  );
});

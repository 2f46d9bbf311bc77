import { describe, expect, test } from 'vitest';
import type { TrackedFinding } from '../../../src/core/audit/audit-run.ts';
import type { LastChange } from '../../../src/core/audit/last-change.ts';
import type { Unreadable } from '../../../src/core/facts.ts';
import { withLastChanges } from '../../../src/jobs/audit/with-last-changes.ts';
import { finding, tracked } from '../../core/audit/make.ts';

const change: LastChange = {
  by: 'dave@contoso.example',
  atMs: 1000,
  operation: 'Microsoft.Network/networkSecurityGroups/securityRules/write',
  resourceId: '/nsg/securityRules/all',
};
const refused: Unreadable = {
  kind: 'unreadable',
  what: 'activity log',
  reason: 'forbidden',
  because: 'Azure refused it.',
  permission: 'Microsoft.Insights/eventtypes/values/read',
};
const fresh = (name: string, parts: Parameters<typeof finding>[1] = {}) =>
  tracked(finding(name, parts), { change: 'new' });

async function ask(
  findings: readonly TrackedFinding[],
  answer: (id: string) => LastChange | Unreadable | undefined,
  signal = new AbortController().signal,
) {
  const asked: string[] = [];
  const told = await withLastChanges(
    findings,
    async (id) => {
      asked.push(id.slice(id.lastIndexOf('/') + 1));
      return answer(id);
    },
    signal,
  );
  return { asked, ...told };
}

describe('who changed what is new', () => {
  test.each<[string, TrackedFinding, boolean]>([
    ['new', fresh('a'), true],
    ['worse', tracked(finding('a'), { change: 'worse' }), true],
    ['as it was', tracked(finding('a')), false],
    ['better', tracked(finding('a'), { change: 'better' }), false],
    ['gone', tracked(finding('a'), { change: 'resolved' }), false],
    ['not read', tracked(finding('a'), { change: 'unknown' }), false],
    ['no open door', fresh('a', { severity: 'low' }), false],
    ['a machine without any group', fresh('a', { about: 'machine' }), false],
  ])('is asked, or not: %s', async (_, given, isAsked) => {
    const { asked, findings } = await ask([given], () => change);
    expect(asked).toEqual(isAsked ? ['a'] : []);
    expect(findings).toEqual([isAsked ? { ...given, lastChange: change } : given]);
  });

  test('nothing is said where nobody knows', async () => {
    const given = [fresh('a')];
    expect(await ask(given, () => undefined)).toMatchObject({ findings: given, notRead: [] });
  });

  test('a permission that is missing is told once, and nothing more is asked', async () => {
    const given = Array.from({ length: 20 }, (_, at) => fresh(`g${at}`));
    const { asked, findings, notRead } = await ask(given, () => refused);
    expect(asked.length).toBeLessThanOrEqual(4);
    expect(findings).toEqual(given);
    expect(notRead).toEqual([
      'Who changed what is not known: that takes the permission Microsoft.Insights/eventtypes/values/read.',
    ]);
  });

  test('one that is not answered this time is left out', async () => {
    const given = [fresh('a'), fresh('b')];
    const late: Unreadable = { ...refused, reason: 'timed-out', because: 'It took too long.' };
    const { permission: _, ...timedOut } = late;
    const { findings, notRead } = await ask(given, (id) => (id.endsWith('/a') ? timedOut : change));
    expect(findings).toEqual([given[0], { ...given[1], lastChange: change }]);
    expect(notRead).toEqual([]);
  });

  test('at a first audit the worst are asked about', async () => {
    const { asked } = await ask(
      Array.from({ length: 500 }, (_, at) => fresh(`g${at}`)),
      () => change,
    );
    expect(asked).toEqual(Array.from({ length: 20 }, (_, at) => `g${at}`));
  });

  test('a bot that stops asks for nothing more', async () => {
    const stopping = new AbortController();
    stopping.abort();
    expect(await ask([fresh('a')], () => change, stopping.signal)).toMatchObject({ asked: [], notRead: [] });
  });
});

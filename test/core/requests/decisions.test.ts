import { describe, expect, test } from 'vitest';
import type { Decided } from '../../../src/core/requests/decided.ts';
import { approve, cancel, deny } from '../../../src/core/requests/decisions.ts';
import type { RequestState } from '../../../src/core/requests/request.ts';
import { transitions } from '../../../src/core/requests/transitions.ts';
import { aRequest, askedAtMs } from './a-request.ts';

const later = askedAtMs + 60_000;

function changed(decided: Decided) {
  if (decided.kind !== 'change') throw new Error(`refused: ${JSON.stringify(decided.refusal)}`);
  return decided;
}

describe('approving', () => {
  test('the last approval that is needed approves, and the log has the digest', () => {
    const { request, events, notices } = changed(approve(aRequest(), 'U0BOB', 0, later));
    expect(request).toMatchObject({ state: 'approved', decisions: [{ by: 'U0BOB', verdict: 'approve', atMs: later }] });
    expect(events).toMatchObject([
      { kind: 'approved', actor: 'U0BOB', data: { digest: request.digest, given: 1, needed: 1 } },
    ]);
    expect(notices.map(({ to }) => to)).toEqual([{ kind: 'thread' }, { kind: 'person', userId: 'U0ALICE' }]);
  });

  test('one of two leaves it pending, and only the thread is told', () => {
    const two = aRequest({ policy: { rule: 'all', approvals: 2, approvers: '2' } });
    const { request, notices } = changed(approve(two, 'U0BOB', 1, later));
    expect(request.state).toBe('pending');
    expect(notices.map(({ to }) => to.kind)).toEqual(['thread']);
    expect(approve(request, 'U0BOB', 1, later)).toMatchObject({ kind: 'refuse' });
    expect(changed(approve(request, 'U0CAROL', 0, later)).request.state).toBe('approved');
  });
});

test('a denial ends it with its reason', () => {
  const { request, events } = changed(deny(aRequest(), 'U0BOB', 'not today', later));
  expect(request).toMatchObject({ state: 'denied', endedAtMs: later, decisions: [{ reason: 'not today' }] });
  expect(events).toMatchObject([{ kind: 'denied', data: { reason: 'not today' } }]);
});

test('only who asked cancels', () => {
  expect(cancel(aRequest(), 'U0BOB', later)).toMatchObject({ kind: 'refuse' });
  expect(changed(cancel(aRequest(), 'U0ALICE', later)).request.state).toBe('cancelled');
});

const others = (Object.keys(transitions) as RequestState[]).filter((state) => state !== 'pending');

describe.each(others)('a request that is %s', (state) => {
  test.each([
    ['approve', (at: number) => approve(aRequest({ state }), 'U0BOB', 0, at)],
    ['deny', (at: number) => deny(aRequest({ state }), 'U0BOB', 'no', at)],
    ['cancel', (at: number) => cancel(aRequest({ state }), 'U0ALICE', at)],
  ] as const)('is not changed by %s', (_, decide) => {
    expect(decide(later)).toMatchObject({
      kind: 'refuse',
      refusal: { problem: expect.stringMatching(/^Nothing was changed/) },
    });
  });
});

test.each([
  ['approve', (at: number) => approve(aRequest(), 'U0BOB', 0, at)],
  ['deny', (at: number) => deny(aRequest(), 'U0BOB', 'no', at)],
  ['cancel', (at: number) => cancel(aRequest(), 'U0ALICE', at)],
] as const)('%s comes too late the moment it lapses', (_, decide) => {
  const lapsesAtMs = aRequest().lapsesAtMs;
  expect(decide(lapsesAtMs - 1).kind).toBe('change');
  expect(decide(lapsesAtMs).kind).toBe('refuse');
});

import { describe, expect, test } from 'vitest';
import type { ActOutcome, RunAct } from '../../../src/core/actions/act.ts';
import { planDifference } from '../../../src/core/actions/plan-difference.ts';
import { askCancel, beginAct, endAct } from '../../../src/core/requests/acting.ts';
import type { Decided } from '../../../src/core/requests/decided.ts';
import { hasCards } from '../../../src/core/requests/has-cards.ts';
import type { VmRequest } from '../../../src/core/requests/request.ts';
import { aRequest, askedAtMs } from './a-request.ts';

const run: RunAct = {
  kind: 'run',
  user: 'drawbridge',
  address: '20.51.230.13',
  port: 22,
  command: 'uptime',
  limits: { wallMs: 60_000, idleMs: 30_000, bytes: 1_000_000 },
};
const hold = { owner: 'a', nowMs: askedAtMs, leaseMs: 30_000 };
const outcome: ActOutcome = { isFailure: false, message: 'It exited with status 0.', data: { status: 0 } };

function executing(bend: Partial<VmRequest> = {}): VmRequest {
  const { plan } = aRequest();
  const lease = { owner: 'a', untilMs: askedAtMs + 30_000 };
  return aRequest({ state: 'executing', plan: { vm: plan.vm, writes: [], undo: [], act: run }, lease, ...bend });
}

function next(decided: Decided): VmRequest {
  if (decided.kind !== 'change') throw new Error(`refused: ${JSON.stringify(decided.refusal)}`);
  return decided.request;
}

describe('what the bot does itself', () => {
  const begun = next(beginAct(executing(), hold));

  test('is begun once, by who holds the lease', () => {
    expect(begun.act).toEqual({ beganAtMs: askedAtMs });
    expect(beginAct(begun, hold).kind).toBe('refuse');
    expect(beginAct(executing(), { ...hold, owner: 'b' }).kind).toBe('refuse');
  });

  test('is not begun any more when nobody came to it for a quarter of an hour', () => {
    const late = (minutes: number) => ({ ...hold, nowMs: askedAtMs + minutes * 60_000 });
    expect(beginAct(executing({ decisions: [] }), late(14)).kind).toBe('change');
    expect(beginAct(executing({ decisions: [] }), late(15)).kind).toBe('refuse');
    const opened = executing({ decisions: [], writes: { 0: { status: 'done', atMs: askedAtMs } } });
    expect(beginAct(opened, late(15)).kind).toBe('change');
  });

  test.each([
    ['ended well', outcome, 'succeeded'],
    ['failed', { ...outcome, isFailure: true }, 'failed'],
  ] as const)('is over when it %s', (_, came, state) => {
    expect(next(endAct(begun, came, hold))).toMatchObject({ state, endedAtMs: askedAtMs, act: { outcome: came } });
  });

  test('closes at once what was opened for it, whatever came of it', () => {
    const opened = { ...begun, closesAtMs: askedAtMs + 60_000 };
    const ended = next(endAct(opened, outcome, hold));
    expect(ended).toMatchObject({ state: 'closing', ending: { message: outcome.message } });
    expect(ended).not.toHaveProperty('endedAtMs');
    expect(ended).not.toHaveProperty('lease');
  });

  test('is no longer for who lost the lease', () => {
    expect(endAct(begun, outcome, { ...hold, owner: 'b' }).kind).toBe('refuse');
  });

  test('can be cancelled once while it is under way', () => {
    expect(askCancel(executing(), 'U0ALICE', askedAtMs).kind).toBe('refuse');
    const asked = next(askCancel(begun, 'U0ALICE', askedAtMs));
    expect(asked.cancelAsked).toEqual({ by: 'U0ALICE', atMs: askedAtMs });
    expect(askCancel(asked, 'U0BOB', askedAtMs).kind).toBe('refuse');
    expect(askCancel(next(endAct(begun, outcome, hold)), 'U0ALICE', askedAtMs).kind).toBe('refuse');
  });
});

test('a command that nobody has to approve has no cards, and everything else does', () => {
  const auto = { rule: 'all', approvals: 0, approvers: 'no approval', without: 'auto' } as const;
  expect(hasCards(executing({ policy: auto }))).toBe(false);
  expect(hasCards(executing())).toBe(true);
  expect(hasCards(aRequest({ policy: auto }))).toBe(true);
});

test('another command is another plan, to the byte', () => {
  const { plan } = executing();
  expect(planDifference(plan, plan)).toEqual([]);
  expect(planDifference(plan, { ...plan, act: { ...run, command: 'uptime ' } })).toEqual([
    '`act.command` was `"uptime"` and is `"uptime "` now.',
  ]);
  const { act: _, ...without } = plan;
  expect(planDifference(plan, without)).not.toEqual([]);
});

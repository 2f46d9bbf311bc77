import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../src/core/policy/actor.ts';
import { judgeApproval } from '../../../src/core/policy/judge-approval.ts';
import { judgeClose } from '../../../src/core/policy/judge-close.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import type { Decision } from '../../../src/core/requests/request.ts';
import { approvedBy, everyone, groups, member, owner, policyOf, rule, users, vm } from './make.ts';

const by = (userId: string, verdict: Decision['verdict'] = 'approve'): Decision => ({ by: userId, verdict, atMs: 0 });
const bob = member('U0BOB', 'S0OPS');
const ops = policyOf([rule('r', {}, approvedBy(2, groups('S0OPS')))]);
const judge = (policy: Policy, actor: Actor, decisions: Decision[] = [], verdict?: Decision['verdict']) =>
  judgeApproval(policy, vm, 'open-port', 'U0ALICE', actor, decisions, verdict);

describe('an approval', () => {
  test('counts down to the last that is needed', () => {
    expect(judge(ops, bob)).toEqual({ kind: 'allowed', stillNeeded: 1 });
    expect(judge(ops, bob, [by('U0CAROL')])).toEqual({ kind: 'allowed', stillNeeded: 0 });
    expect(judge(ops, bob, [by('U0CAROL'), by('U0DORA')])).toEqual({ kind: 'allowed', stillNeeded: 0 });
  });

  test('counts nobody twice, and the requester never', () => {
    expect(judge(ops, bob, [by('U0CAROL'), by('U0CAROL')])).toEqual({ kind: 'allowed', stillNeeded: 0 });
    expect(judge(ops, bob, [by('U0ALICE')])).toEqual({ kind: 'allowed', stillNeeded: 1 });
    expect(judge(ops, bob, [by('U0CAROL', 'deny')])).toEqual({ kind: 'allowed', stillNeeded: 1 });
  });

  test('may be taken back by a denial', () => {
    expect(judge(ops, bob, [by('U0BOB')], 'deny').kind).toBe('allowed');
  });

  test('of the owner counts where tags are trusted', () => {
    const policy = policyOf([rule('r', {}, approvedBy(1, owner))], { trustTags: true });
    const owned = { ...vm, tags: { Owner: 'U0BOB' } };
    expect(judgeApproval(policy, owned, 'open-port', 'U0ALICE', bob, []).kind).toBe('allowed');
    expect(judgeApproval(policy, owned, 'open-port', 'U0ALICE', member('U0CAROL'), []).kind).toBe('refused');
    const untrusting = { ...policy, trustTags: false };
    expect(judgeApproval(untrusting, owned, 'open-port', 'U0ALICE', bob, []).kind).toBe('refused');
  });

  test.each<[string, Policy, Actor, Decision[], RegExp]>([
    ['of the requester', ops, member('U0ALICE', 'S0OPS'), [], /nobody approves their own/],
    ['of the requester even as admin', policyOf([], { admins: ['U0ALICE', 'U0BOB'] }), member('U0ALICE'), [], /own/],
    ['of who approved already', ops, bob, [by('U0BOB')], /counts twice/],
    ['of who is not in the group', ops, member('U0DORA'), [], /`r` those who may are <!subteam\^S0OPS>/],
    ['of an admin whom the rule does not name', { ...ops, admins: ['U0DORA'] }, member('U0DORA'), [], /subteam/],
    ['while groups cannot be read', ops, { ...bob, groupIds: undefined }, [], /did not tell me/],
    ['of a guest', ops, { ...bob, kind: 'guest' }, [], /guest/],
    ['of a stranger', ops, { ...bob, kind: 'stranger' }, [], /another Slack workspace/],
    ['of a bot', ops, { ...bob, kind: 'bot' }, [], /Bots/],
    ['of who is among one rule only', bothRules(), bob, [], /if also among <@U0CAROL>/],
    [
      'where none is needed any more',
      policyOf([rule('r', {}, { approval: { kind: 'auto' } })]),
      bob,
      [],
      /no approval/,
    ],
    ['where the policy is gone', policyOf([]), bob, [], /no policy/],
  ])('%s is refused', (_, policy, actor, decisions, says) => {
    const verdict = judge(policy, actor, decisions);
    expect(verdict).toMatchObject({ kind: 'refused', problem: expect.stringMatching(says) });
  });

  test('the requester is told to cancel instead of deny', () => {
    expect(judge(ops, member('U0ALICE', 'S0OPS'), [], 'deny')).toMatchObject({ hint: 'Cancel it instead.' });
  });
});

function bothRules(): Policy {
  return policyOf([
    rule('web', { vms: ['web-*'] }, approvedBy(1, users('U0CAROL'))),
    rule('r', {}, approvedBy(1, groups('S0OPS'))),
  ]);
}

describe('who may close before the end', () => {
  test.each<[string, Policy, Actor, 'allowed' | 'refused']>([
    ['the requester', ops, member('U0ALICE'), 'allowed'],
    ['the requester, guest by now', ops, { ...member('U0ALICE'), kind: 'guest' }, 'allowed'],
    ['an approver', ops, bob, 'allowed'],
    ['an admin', { ...ops, admins: ['U0DORA'] }, member('U0DORA'), 'allowed'],
    ['somebody else', ops, member('U0DORA'), 'refused'],
    ['somebody else where nobody approves', policyOf([rule('r', {}, { approval: { kind: 'auto' } })]), bob, 'refused'],
    ['somebody whose groups are unread', ops, { ...bob, groupIds: undefined }, 'refused'],
    [
      'an approver who is a guest',
      policyOf([rule('r', {}, approvedBy(1, everyone))]),
      { ...bob, kind: 'guest' },
      'refused',
    ],
  ])('%s closing: %s', (_, policy, actor, expected) => {
    expect(judgeClose(policy, vm, 'open-port', 'U0ALICE', actor).kind).toBe(expected);
  });
});

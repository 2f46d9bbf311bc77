import { expect, test } from 'vitest';
import type { Actor } from '../../../src/core/policy/actor.ts';
import { judgeBreakGlass } from '../../../src/core/policy/judge-break-glass.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { approvedBy, groups, hour, member, policyOf, rule, users, vm, wish } from './make.ts';

const breakGlass = { groups: ['S0ONCALL'], longestMs: hour };
const policy = policyOf([rule('r', {}, { ...approvedBy(2, groups('S0OPS')), requesters: [users('U0BOB')] })], {
  breakGlass,
});
const alice = member('U0ALICE', 'S0ONCALL');
const asked = { ...wish, port: 22 };

test('the named group opens port 22 alone, and who could have approved is told', () => {
  expect(judgeBreakGlass(policy, vm, alice, asked)).toEqual({
    kind: 'allowed',
    applied: { rule: 'r', approvals: 0, approvers: '<!subteam^S0OPS>', without: 'break-glass' },
    lapsesAfterMs: hour,
  });
});

test.each<[string, Policy, Actor, Partial<typeof asked>, RegExp]>([
  ['unless it is off', policyOf([rule('r', {})]), alice, {}, /off here/],
  ['nobody outside of the group', policy, member('U0BOB'), {}, /is for <!subteam\^S0ONCALL>/],
  ['nobody whose groups cannot be read', policy, { ...alice, groupIds: undefined }, {}, /did not tell me/],
  ['no guest', policy, { ...alice, kind: 'guest' }, {}, /guest/],
  ['no other port', policy, alice, { port: 2222 }, /port 22 only/],
  ['not without a reason', policy, alice, { reason: ' ' }, /needs a reason/],
  ['not for long', policy, alice, { durationMs: 2 * hour }, /too long.*1 h at most/],
  ['not for a block', policy, alice, { from: '203.0.113.0/24' }, /wider/],
  [
    'not from an address that the rule does not allow',
    policyOf([rule('r', {}, { sources: ['10.0.0.0/8'] })], { breakGlass }),
    alice,
    {},
    /nobody in from/,
  ],
  [
    'not where the policy lets nobody',
    policyOf([{ name: 'closed', match: {}, actions: {} }], { breakGlass }),
    alice,
    {},
    /`closed` does not allow it/,
  ],
])('%s', (_, each, actor, over, says) => {
  const verdict = judgeBreakGlass(each, vm, actor, { ...asked, ...over });
  expect(verdict.kind).toBe('refused');
  if (verdict.kind === 'refused') expect(`${verdict.problem} ${verdict.hint}`).toMatch(says);
});

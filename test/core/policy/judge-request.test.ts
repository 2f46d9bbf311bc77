import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../src/core/policy/actor.ts';
import type { Wish } from '../../../src/core/policy/beyond-limits.ts';
import { judgeRequest } from '../../../src/core/policy/judge-request.ts';
import type { Policy, PolicyVm } from '../../../src/core/policy/policy.ts';
import type { PolicyAction } from '../../../src/core/policy/policy-actions.ts';
import { allows, approvedBy, everyone, groups, hour, member, owner, policyOf, rule, users, vm, wish } from './make.ts';

interface Row {
  readonly policy: Policy;
  readonly actor?: Actor;
  readonly action?: PolicyAction;
  readonly vm?: Partial<PolicyVm>;
  readonly wish?: Wish;
}

const alice = member('U0ALICE');
const all = policyOf([rule('everything', {})]);
const strict = rule('strict', { tags: [{ name: 'tier', values: ['data'] }] }, approvedBy(2, everyone));
const loose = rule('loose', { tags: [{ name: 'tier', values: ['*'] }] }, { approval: { kind: 'auto' } });
const judge = (row: Row) =>
  judgeRequest(row.policy, { ...vm, ...row.vm }, row.action ?? 'open-port', row.actor ?? alice, row.wish ?? wish);
const oneOf = (...patterns: string[]) => ({ reason: { required: false, patterns: [patterns] } });

describe('allowed', () => {
  const rows: Record<string, Row & { rule?: string; approvals?: number }> = {
    'what everybody may': { policy: all, rule: 'everything', approvals: 1 },
    'a listed person': { policy: policyOf([rule('r', {}, { requesters: [users('U0ALICE')] })]) },
    'a member of a listed group': {
      policy: policyOf([rule('r', {}, { requesters: [groups('S0OPS')] })]),
      actor: member('U0ALICE', 'S0OPS'),
    },
    'a listed person whose groups cannot be read': {
      policy: policyOf([rule('r', {}, { requesters: [{ ...groups('S0OPS'), users: ['U0ALICE'] }] })]),
      actor: { ...alice, groupIds: undefined },
    },
    'an admin where there is no rule': {
      policy: policyOf([], { admins: ['U0ALICE', 'U0BOB'] }),
      rule: 'admins',
      approvals: 1,
    },
    'reading by the only admin': { policy: policyOf([], { admins: ['U0ALICE'] }), action: 'connect-check' },
    'reading without address, duration and reason': {
      policy: policyOf([rule('r', {}, { reason: { required: true, patterns: [] } })]),
      action: 'connect-check',
      wish: {},
    },
    'by subscription and group in any case': {
      policy: policyOf([
        rule('here', { subscriptions: [vm.subscriptionId.toUpperCase()], resourceGroups: ['prod-*'] }),
        rule('rest', {}),
      ]),
      rule: 'here',
    },
    'the first that matches': {
      policy: policyOf([rule('other', { resourceGroups: ['dev-*'] }), rule('a', {}), rule('b', {})]),
      rule: 'a',
    },
    'a tag that tightens': {
      policy: policyOf([strict, rule('everything', {})]),
      vm: { tags: { TIER: 'Data' } },
      rule: 'everything + strict',
      approvals: 2,
    },
    'a tag that would loosen, and does not': {
      policy: policyOf([loose, rule('everything', {}, approvedBy(2, everyone))]),
      rule: 'everything + loose',
      approvals: 2,
    },
    'a tag that loosens, since tags are trusted': {
      policy: policyOf([loose, rule('everything', {})], { trustTags: true }),
      rule: 'loose',
      approvals: 0,
    },
    'one more tag beside the one that tightens': {
      policy: policyOf([loose, strict, rule('everything', {})]),
      vm: { tags: { tier: 'data' } },
      rule: 'everything + loose + strict',
      approvals: 2,
    },
    'an owner named by a trusted tag': {
      policy: policyOf([rule('r', {}, approvedBy(1, owner))], { trustTags: true }),
      vm: { tags: { owner: 'U0BOB' } },
    },
    'unread tags where none matters': { policy: all, vm: { tags: undefined } },
    'unread tags of a rule for another group': {
      policy: policyOf([rule('dev', { resourceGroups: ['dev'], tags: [{ name: 'a', values: ['*'] }] }), rule('r', {})]),
      vm: { tags: undefined },
      rule: 'r',
    },
    'a block as wide as the rule lets it be': {
      policy: policyOf([rule('r', {}, { widest: { ipv4: 24, ipv6: 64 } })]),
      wish: { ...wish, from: '203.0.113.0/24' },
    },
    'an IPv6 address': { policy: all, wish: { ...wish, from: '2001:db8::7' } },
    'an address from an allowed block': { policy: policyOf([rule('r', {}, { sources: ['203.0.113.0/24'] })]) },
    'the longest duration': { policy: all, wish: { ...wish, durationMs: 4 * hour } },
    'a public IP that stays': { policy: all, action: 'associate-public-ip', wish: {} },
    'starting, which lets no address in': {
      policy: policyOf([rule('r', {}, { sources: [] })]),
      action: 'start-vm',
      wish: {},
    },
    'a reason of the wanted form': { policy: policyOf([rule('r', {}, oneOf('*INC#*', '*OPS-#*'))]) },
  };
  test.each(Object.entries(rows))('%s', (_, row) => {
    const verdict = judge(row);
    expect(verdict).toMatchObject({ kind: 'allowed' });
    if (verdict.kind !== 'allowed') return;
    if (row.rule !== undefined) expect(verdict.applied.rule).toBe(row.rule);
    if (row.approvals !== undefined) expect(verdict.applied.approvals).toBe(row.approvals);
  });

  test('auto is said where nobody has to approve', () => {
    const auto = judge({ policy: policyOf([rule('r', {}, { approval: { kind: 'auto' } })]) });
    expect(auto).toMatchObject({ auto: true, applied: { approvals: 0, approvers: 'no approval', without: 'auto' } });
    expect(judge({ policy: all })).toMatchObject({ auto: false, applied: { approvers: '1 of every full member' } });
  });

  test('a request stays open as long as the rule says', () => {
    const verdict = judge({ policy: policyOf([rule('r', {}, { lapsesAfterMs: 7 * hour })]) });
    expect(verdict).toMatchObject({ lapsesAfterMs: 7 * hour });
  });
});

describe('refused', () => {
  const rows: Record<string, Row & { says: RegExp }> = {
    'anybody without any policy': { policy: policyOf([]), says: /no policy.*policy\.admins/ },
    'anybody where no rule matches and there is no admin': {
      policy: policyOf([rule('dev', { resourceGroups: ['dev'] })]),
      says: /no rule of the policy matches it by its subscription.*policy\.rules/,
    },
    'who is no admin, without any rule': {
      policy: policyOf([], { admins: ['U0BOB', 'U0CAROL'] }),
      says: /open a port of `web-01`.*<@U0BOB>, <@U0CAROL>/,
    },
    'a VM that only a name speaks of': {
      policy: policyOf([rule('web', { vms: ['web-*'] })], { admins: ['U0BOB'] }),
      says: /<@U0BOB>/,
    },
    'who is not listed': {
      policy: policyOf([rule('r', {}, { requesters: [users('U0BOB')] })]),
      says: /by the policy's rule `r` those who may are <@U0BOB>/,
    },
    'who is not in the group': {
      policy: policyOf([rule('r', {}, { requesters: [groups('S0OPS')] })]),
      says: /<!subteam\^S0OPS>/,
    },
    'whose groups cannot be read': {
      policy: policyOf([rule('r', {}, { requesters: [groups('S0OPS')] })]),
      actor: { ...alice, groupIds: undefined },
      says: /Slack did not tell me who belongs/,
    },
    'who is among the first but not among those that tighten': {
      policy: policyOf([rule('web', { vms: ['web-*'] }, { requesters: [groups('S0OPS')] }), rule('r', {})]),
      says: /<!subteam\^S0OPS>/,
    },
    'an action that the rule does not name': {
      policy: policyOf([{ name: 'read only', match: {}, actions: { 'connect-check': allows() } }]),
      says: /Nobody may open a port of `web-01`: the policy's rule `read only`/,
    },
    'an action that a tightening rule does not name': {
      policy: policyOf([{ name: 'web', match: { vms: ['web-*'] }, actions: {} }, rule('r', {})]),
      says: /`web` does not allow it/,
    },
    'a guest, even if listed': {
      policy: policyOf([rule('r', {}, { requesters: [users('U0ALICE')] })]),
      actor: { ...alice, kind: 'guest' },
      says: /guest/,
    },
    'somebody of another workspace': { policy: all, actor: { ...alice, kind: 'stranger' }, says: /another Slack work/ },
    'a bot': { policy: all, actor: { ...alice, kind: 'bot' }, says: /Bots/ },
    'who is unknown': { policy: all, actor: { ...alice, kind: 'unknown' }, says: /did not tell me who you are/ },
    'a guest reading': { policy: all, action: 'connect-check', actor: { ...alice, kind: 'guest' }, says: /guest/ },
    'unread tags that matter': {
      policy: policyOf([strict, rule('r', {})]),
      vm: { tags: undefined },
      says: /tags of `web-01` could not be read.*`strict`/,
    },
    'unread tags where the owner approves': {
      policy: policyOf([rule('r', {}, approvedBy(1, owner))], { trustTags: true }),
      vm: { tags: undefined },
      says: /could not be read/,
    },
    'an owner whose tag is no user id': {
      policy: policyOf([rule('r', {}, approvedBy(1, owner))], { trustTags: true }),
      vm: { tags: { owner: 'bob' } },
      says: /Nobody could approve this.*no tag names one/,
    },
    'an owner while tags are not trusted': {
      policy: policyOf([rule('r', {}, approvedBy(1, owner))]),
      vm: { tags: { owner: 'U0BOB' } },
      says: /Nobody could approve/,
    },
    'the only approver': {
      policy: policyOf([rule('r', {}, approvedBy(1, users('U0ALICE')))]),
      says: /your own approval does not count/,
    },
    'a change by the only admin': {
      policy: policyOf([], { admins: ['U0ALICE'] }),
      says: /your own approval does not count/,
    },
    'a block wider than one address': {
      policy: all,
      wish: { ...wish, from: '203.0.113.0/31' },
      says: /`203\.0\.113\.0\/31` is wider.*one address/,
    },
    'an IPv6 block wider than one address': { policy: all, wish: { ...wish, from: '2001:db8::/127' }, says: /wider/ },
    'a block wider than the rule lets it be': {
      policy: policyOf([rule('r', {}, { widest: { ipv4: 28, ipv6: 64 } })]),
      wish: { ...wish, from: '203.0.113.0/24' },
      says: /`\/28`/,
    },
    'an address that is not allowed': {
      policy: policyOf([rule('r', {}, { sources: ['198.51.100.0/24'] })]),
      says: /nobody in from `203\.0\.113\.7`.*`198\.51\.100\.0\/24`/,
    },
    'a block that is allowed in part': {
      policy: policyOf([rule('r', {}, { sources: ['203.0.113.0/25'], widest: { ipv4: 24, ipv6: 128 } })]),
      wish: { ...wish, from: '203.0.113.0/24' },
      says: /nobody in from/,
    },
    'no address': { policy: all, wish: { durationMs: hour }, says: /not said from which/ },
    'what is no address': { policy: all, wish: { ...wish, from: '*' }, says: /not said from which/ },
    'no duration': { policy: all, wish: { from: '203.0.113.7' }, says: /not said for how long.*4 h/ },
    'no positive duration': { policy: all, wish: { ...wish, durationMs: Number.NaN }, says: /not said for how long/ },
    'too long': { policy: all, wish: { ...wish, durationMs: 5 * hour }, says: /5 h is longer.*4 h at most/ },
    'a group that stays': { policy: all, action: 'create-nsg', wish: { from: '203.0.113.7' }, says: /how long/ },
    'no reason where one is required': {
      policy: policyOf([rule('r', {}, { reason: { required: true, patterns: [] } })]),
      wish: { ...wish, reason: ' ' },
      says: /wants a reason/,
    },
    'a reason of another form': {
      policy: policyOf([rule('r', {}, oneOf('INC#*'))]),
      says: /form that the policy wants.*`INC#\*`/,
    },
    'no reason where a form is wanted': {
      policy: policyOf([rule('r', {}, oneOf('INC#*'))]),
      wish: { from: '203.0.113.7', durationMs: hour },
      says: /wants a reason.*`INC#\*`/,
    },
  };
  test.each(Object.entries(rows))('%s', (_, row) => {
    const verdict = judge(row);
    expect(verdict.kind).toBe('refused');
    if (verdict.kind !== 'refused') return;
    expect(`${verdict.problem} ${verdict.hint}`).toMatch(row.says);
    expect(verdict.hint).not.toBe('');
  });
});

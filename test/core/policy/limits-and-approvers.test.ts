import { expect, test } from 'vitest';
import { approversOf, groupsIn } from '../../../src/core/policy/approvers-of.ts';
import { explainPolicy } from '../../../src/core/policy/explain-policy.ts';
import { limitsOf } from '../../../src/core/policy/limits-of.ts';
import type { PolicyAction } from '../../../src/core/policy/policy-actions.ts';
import { actionFacts, policyActions } from '../../../src/core/policy/policy-actions.ts';
import { allows, approvedBy, everyone, groups, hour, member, owner, policyOf, rule, users, vm } from './make.ts';

test('a form offers durations up to the longest, and the longest', () => {
  const limits = limitsOf(policyOf([rule('r', {}, { longestMs: 2.5 * hour })]), vm, 'open-port');
  expect(limits).toMatchObject({ kind: 'limits', longestMs: 2.5 * hour, auto: false, reasonRequired: false });
  if (limits.kind === 'limits') expect(limits.presetsMs.map((ms) => ms / hour)).toEqual([0.25, 0.5, 1, 2, 2.5]);
  expect(limitsOf(policyOf([]), vm, 'open-port')).toMatchObject({ kind: 'refused' });
});

test('a form knows that a reason of a form is a required one', () => {
  const policy = policyOf([rule('r', {}, { reason: { required: false, patterns: [['OPS-#*']] } })]);
  expect(limitsOf(policy, vm, 'open-port')).toMatchObject({ reasonRequired: true, reasonPatterns: [['OPS-#*']] });
});

test('approvers are those of the first rule that names some, with the owner where tags are trusted', () => {
  const named = policyOf([rule('r', {}, approvedBy(1, { ...groups('S0OPS'), users: ['U0BOB'], owner: true }))]);
  const owned = { ...vm, tags: { owner: 'U0CAROL' } };
  expect(approversOf(named, owned, 'open-port')).toEqual({ userIds: ['U0BOB'], groupIds: ['S0OPS'], everyone: false });
  const trusting = { ...named, trustTags: true };
  expect(approversOf(trusting, owned, 'open-port').userIds).toEqual(['U0BOB', 'U0CAROL']);
  expect(approversOf(policyOf([rule('r', {})]), vm, 'open-port')).toEqual({
    userIds: [],
    groupIds: [],
    everyone: true,
  });
  expect(approversOf(policyOf([]), vm, 'open-port')).toEqual({ userIds: [], groupIds: [], everyone: false });
});

test('every group that the policy names is known', () => {
  const policy = policyOf([rule('r', {}, { requesters: [groups('S0A')], ...approvedBy(1, groups('S0B', 'S0A')) })], {
    breakGlass: { groups: ['S0C'], longestMs: hour },
  });
  expect(groupsIn(policy)).toEqual(['S0A', 'S0B', 'S0C']);
});

test('the explanation says which rule, what tightens it, and what it means for the person', () => {
  const policy = policyOf(
    [
      rule('front', { tags: [{ name: 'tier', values: ['front'] }] }, approvedBy(2, everyone)),
      {
        name: 'prod',
        match: { resourceGroups: ['prod-*'] },
        actions: {
          'connect-check': allows(),
          'open-port': allows({ requesters: [users('U0BOB')], ...approvedBy(1, groups('S0OPS')) }),
        },
      },
    ],
    { breakGlass: { groups: ['S0OPS'], longestMs: hour } },
  );
  const explained = explainPolicy(policy, vm, member('U0ALICE', 'S0OPS'));
  expect(explained.kind).toBe('explained');
  if (explained.kind !== 'explained') return;
  expect(explained.rules).toEqual([
    'The rule `prod` decides: it is the first that matches by subscription and resource group (resource group `prod-*`).',
    'The rule `front` makes it stricter (tag `tier` is `front`); names and tags do no more than that here.',
  ]);
  const about = (action: PolicyAction) => explained.actions.find((each) => each.action === action);
  const [check, start, open] = [about('connect-check'), about('start-vm'), about('open-port')];
  expect(check).toMatchObject({
    action: 'connect-check',
    kind: 'open',
    you: 'You may.',
    requesters: 'every full member',
  });
  expect(check).not.toHaveProperty('approval');
  expect(start).toMatchObject({ kind: 'closed', because: expect.stringContaining('`prod` does not allow it') });
  expect(open).toMatchObject({
    requesters: '<@U0BOB>',
    you: 'You may not; you may approve.',
    approval: '2 of <!subteam^S0OPS>',
    limits: ['4 h at most', 'for one address', 'a request lapses after 1 h'],
  });
  expect(explained.breakGlass).toContain('<!subteam^S0OPS>');
});

test('the explanation of what nobody may says why', () => {
  const explained = explainPolicy(policyOf([]), { ...vm, tags: undefined }, member('U0ALICE'));
  expect(explained).toMatchObject({
    kind: 'explained',
    // What is about a security group is no answer about a VM.
    actions: policyActions
      .filter((action) => actionFacts[action].about !== 'nsg')
      .map((action) => ({ action, kind: 'closed', because: expect.stringMatching(/no policy/) })),
  });
  expect(explainPolicy(policyOf([rule('r', {})]), vm, { ...member('U0ALICE'), kind: 'guest' }).kind).toBe('refused');
  const trusting = policyOf([rule('r', {}, approvedBy(1, owner))], { trustTags: true });
  expect(explainPolicy(trusting, { ...vm, tags: { owner: 'U0BOB' } }, member('U0ALICE'))).toMatchObject({
    actions: expect.arrayContaining([
      expect.objectContaining({ action: 'start-vm', approval: '1 of the owner <@U0BOB>' }),
    ]),
  });
});

test('of a security group the policy speaks as of one', () => {
  const group = { ...vm, name: 'web-nsg' };
  const owned = { requesters: [everyone], ...approvedBy(1, owner) };
  const policy = policyOf([rule('r', {}, owned)], { trustTags: true });
  const said = [
    limitsOf(policy, { ...group, tags: { owner: 'U0BOB' } }, 'close-port'),
    limitsOf(policy, { ...group, tags: {} }, 'close-port'),
    limitsOf(policy, { ...group, tags: undefined }, 'close-port'),
    limitsOf(policyOf([{ name: 'r', match: {}, actions: { 'start-vm': allows() } }]), group, 'close-port'),
  ];
  expect(said.map(({ kind }) => kind)).toEqual(['limits', 'limits', 'refused', 'refused']);
  expect(JSON.stringify(said)).toContain('permission to read the security group');
  expect(JSON.stringify(said)).not.toMatch(/\bVM\b|\/vm /);
});

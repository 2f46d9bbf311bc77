import type { Actor } from '../../../src/core/policy/actor.ts';
import {
  type ActionPolicy,
  everySource,
  nobody,
  type People,
  type Policy,
  type PolicyRule,
  type PolicyVm,
} from '../../../src/core/policy/policy.ts';
import { policyActions } from '../../../src/core/policy/policy-actions.ts';

/** A plain policy, VM and person; every test bends what it is about. */

export const hour = 3_600_000;
export const everyone: People = { ...nobody, everyone: true };
export const users = (...ids: string[]): People => ({ ...nobody, users: ids });
export const groups = (...ids: string[]): People => ({ ...nobody, groups: ids });
export const owner: People = { ...nobody, owner: true };

export function allows(over: Partial<ActionPolicy> = {}): ActionPolicy {
  return {
    requesters: [everyone],
    approval: { kind: 'people', approvals: 1, approvers: [everyone] },
    reason: { required: false, patterns: [] },
    longestMs: 4 * hour,
    sources: everySource,
    widest: { ipv4: 32, ipv6: 128 },
    lapsesAfterMs: hour,
    ...over,
  };
}

export function approvedBy(approvals: number, ...approvers: People[]): Partial<ActionPolicy> {
  return { approval: { kind: 'people', approvals, approvers } };
}

/** A rule that allows the same for every action. */
export function rule(name: string, match: PolicyRule['match'], over: Partial<ActionPolicy> = {}): PolicyRule {
  return { name, match, actions: Object.fromEntries(policyActions.map((action) => [action, allows(over)])) };
}

export function policyOf(rules: readonly PolicyRule[], over: Partial<Policy> = {}): Policy {
  return { admins: [], trustTags: false, ownerTag: 'owner', rules, ...over };
}

export const vm: PolicyVm = {
  id: '/subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/Prod-East/providers/Microsoft.Compute/virtualMachines/web-01',
  name: 'web-01',
  resourceGroup: 'Prod-East',
  subscriptionId: '11111111-2222-4333-8444-555555555555',
  tags: { tier: 'front' },
};

export function member(userId: string, ...groupIds: string[]): Actor {
  return { userId, kind: 'member', groupIds: new Set(groupIds) };
}

/** A wish that the plain rule grants. */
export const wish = { from: '203.0.113.7', durationMs: hour, reason: 'OPS-12 disk full' };

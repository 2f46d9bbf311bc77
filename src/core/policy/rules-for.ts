import { isByPlace, matchRule } from './match-rule.ts';
import {
  type ActionPolicy,
  actionDefaults,
  everySource,
  nobody,
  type Policy,
  type PolicyRule,
  type PolicyVm,
} from './policy.ts';
import { policyActions } from './policy-actions.ts';

export type RulesForVm =
  | {
      readonly kind: 'rules';
      /** The rule that decides; the admins' own where none matches. */
      readonly deciding: PolicyRule;
      readonly isAdmins: boolean;
      /** Rules that make it stricter, in order. */
      readonly tightening: readonly PolicyRule[];
    }
  /** Whether this rule matches depends on tags that could not be read. */
  | { readonly kind: 'tags-unread'; readonly rule: PolicyRule };

/**
 * Which rules speak about a VM.
 *
 * With `trustTags` the first rule that matches decides, whatever it matches by.
 *
 * Without it, names and tags only tighten: the first matching rule that looks at nothing but subscription and resource
 * group decides, and every matching rule in front of it that looks at a name or a tag makes it stricter (`meet`). So:
 *
 * - whatever a VM is called and tagged, nothing is allowed that its subscription and group alone would not allow;
 * - one more tag can only make more rules match in front of the same deciding rule, which allows less or the same;
 * - it never allows more than with `trustTags`, where the first of all these rules would decide alone.
 *
 * What tightens can be shed: who takes a tag away, or creates the VM under another name, is left with what the place
 * allows. A rule that must hold goes by subscription or group.
 *
 * Where no rule decides, the admins' own rule does. A rule whose match hangs on unread tags stops the search: what cannot
 * be read refuses.
 */
export function rulesFor(policy: Policy, vm: PolicyVm): RulesForVm {
  const tightening: PolicyRule[] = [];
  for (const rule of policy.rules) {
    const matches = matchRule(rule.match, vm);
    if (matches === 'unknown') return { kind: 'tags-unread', rule };
    if (matches === 'no') continue;
    if (policy.trustTags || isByPlace(rule.match))
      return { kind: 'rules', deciding: rule, isAdmins: false, tightening };
    tightening.push(rule);
  }
  return { kind: 'rules', deciding: adminsRule(policy), isAdmins: true, tightening };
}

/** Admins ask, and other admins approve: nobody approves their own request, admins neither. */
function adminsRule({ admins }: Policy): PolicyRule {
  const people = { ...nobody, users: admins };
  const allowed: ActionPolicy = {
    requesters: [people],
    approval: { kind: 'people', approvals: actionDefaults.approvals, approvers: [people] },
    reason: { required: false, patterns: [] },
    longestMs: actionDefaults.longestMs,
    sources: everySource,
    widest: actionDefaults.widest,
    lapsesAfterMs: actionDefaults.lapsesAfterMs,
  };
  return { name: 'admins', match: {}, actions: Object.fromEntries(policyActions.map((action) => [action, allowed])) };
}

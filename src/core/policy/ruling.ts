import { code } from '../text/escape.ts';
import { tagOf } from './match-rule.ts';
import { meet } from './meet.ts';
import type { ActionPolicy, Policy, PolicyVm } from './policy.ts';
import { actionFacts, type PolicyAction } from './policy-actions.ts';
import { type PolicyRefusal, refused } from './refused.ts';
import { type RulesForVm, rulesFor } from './rules-for.ts';

/** What holds for one action on one VM, or why it is open to nobody. */
export type Ruling =
  | {
      readonly kind: 'ruled';
      /** The deciding rule's name and those of the rules that tighten it: "everything", "everything + data tier". */
      readonly rule: string;
      readonly allows: ActionPolicy;
      /** Slack user id from the owner tag; only with `trustTags`. */
      readonly owner: string | undefined;
    }
  | PolicyRefusal;

export function rulingOn(policy: Policy, vm: PolicyVm, action: PolicyAction): Ruling {
  const rules = rulesFor(policy, vm);
  if (rules.kind === 'tags-unread') return tagsUnread(vm, action, rules.rule.name);
  const { deciding, tightening } = rules;
  if (rules.isAdmins && policy.admins.length === 0) return nobodyYet(policy, vm, action);
  const all = [deciding, ...tightening];
  const missing = all.find((rule) => rule.actions[action] === undefined);
  if (missing !== undefined) {
    return refused(
      `Nobody may ${actionFacts[action].doing(code(vm.name))}: the policy's rule ${code(missing.name)} does not allow it.`,
      isAboutGroup(action)
        ? 'Ask whoever runs the bot: `policy.rules` in its configuration says what is allowed.'
        : `${code(`/vm policy ${vm.name}`)} shows what it allows.`,
    );
  }
  const said = all.flatMap((rule) => rule.actions[action] ?? []).reduce(meet);
  // What is only read happens at once: there is nothing that somebody could approve.
  const allows: ActionPolicy = actionFacts[action].changes ? said : { ...said, approval: { kind: 'auto' } };
  const hangsOnOwner = allows.approval.kind === 'people' && allows.approval.approvers.some(({ owner }) => owner);
  if (hangsOnOwner && vm.tags === undefined) return tagsUnread(vm, action, deciding.name);
  return { kind: 'ruled', rule: namesOf(rules), allows, owner: ownerOf(policy, vm) };
}

/** The rules by name, the deciding one first. */
function namesOf({ deciding, tightening }: Extract<RulesForVm, { kind: 'rules' }>): string {
  return [deciding, ...tightening].map(({ name }) => name).join(' + ');
}

/** Only a Slack user id counts: names in Slack are chosen by their bearers. */
function ownerOf({ trustTags, ownerTag }: Policy, { tags }: PolicyVm): string | undefined {
  const named = trustTags && tags !== undefined ? tagOf(tags, ownerTag)?.trim() : undefined;
  return named !== undefined && /^[UW][A-Z0-9]{2,}$/.test(named) ? named : undefined;
}

function isAboutGroup(action: PolicyAction): boolean {
  return actionFacts[action].about === 'nsg';
}

function tagsUnread(vm: PolicyVm, action: PolicyAction, rule: string): PolicyRefusal {
  const what = isAboutGroup(action) ? 'security group' : 'VM';
  return refused(
    `The tags of ${code(vm.name)} could not be read, and the policy's rule ${code(rule)} depends on them.`,
    `Try again in a minute; if it stays so, whoever runs the bot should look at its permission to read the ${what}.`,
  );
}

function nobodyYet({ rules, trustTags }: Policy, vm: PolicyVm, action: PolicyAction): PolicyRefusal {
  const doing = actionFacts[action].doing(code(vm.name));
  if (rules.length > 0) {
    const byPlace = trustTags ? '' : ' by its subscription and resource group';
    return refused(
      `Nobody may ${doing}: no rule of the policy matches it${byPlace}, and no admins are named.`,
      'Ask whoever runs the bot to add a rule to `policy.rules`, or to name admins in `policy.admins`.',
    );
  }
  return refused(
    `Nobody may ${doing} yet: the bot has no policy.`,
    'Whoever runs the bot sets `policy.admins` or `policy.rules` in its configuration; docs/configuration.md says how.',
  );
}

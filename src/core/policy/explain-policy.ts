import { durationWords } from '../text/duration.ts';
import { code } from '../text/escape.ts';
import { groupMention } from '../text/mention.ts';
import { type Actor, refusedKind } from './actor.ts';
import { among } from './among.ts';
import { commandApprovalWords } from './command-words.ts';
import { limitWords } from './limits-of.ts';
import { approvalWords, peopleWords } from './people-words.ts';
import type { Policy, PolicyMatch, PolicyRule, PolicyVm } from './policy.ts';
import { actionFacts, type PolicyAction, policyActions } from './policy-actions.ts';
import type { PolicyRefusal } from './refused.ts';
import { rulesFor } from './rules-for.ts';
import { rulingOn } from './ruling.ts';

/** What the policy says about one VM, in sentences with mentions. */
export interface Explanation {
  readonly kind: 'explained';
  /** Which rule decides and why, and which ones tighten it: a sentence each. */
  readonly rules: readonly string[];
  readonly actions: readonly ExplainedAction[];
  /** One sentence; absent where it is off. */
  readonly breakGlass?: string;
}

export type ExplainedAction = { readonly action: PolicyAction } & (
  | { readonly kind: 'closed'; readonly because: string }
  | {
      readonly kind: 'open';
      readonly requesters: string;
      /** What it means for the person who asks. */
      readonly you: string;
      /** Absent for what is only read. */
      readonly approval?: string;
      readonly limits: readonly string[];
    }
);

/** Which rule applies to a VM and why, who may do what, and what that means for this person. */
export function explainPolicy(policy: Policy, vm: PolicyVm, actor: Actor): Explanation | PolicyRefusal {
  const kind = refusedKind(actor);
  if (kind !== undefined) return kind;
  const { breakGlass } = policy;
  return {
    kind: 'explained',
    rules: ruleLines(policy, vm),
    actions: policyActions
      .filter((action) => actionFacts[action].about !== 'nsg')
      .map((action) => ({ action, ...explainAction(policy, vm, action, actor) })),
    ...(breakGlass === undefined
      ? {}
      : {
          breakGlass: `Break-glass: ${breakGlass.groups.map(groupMention).join(', ')} may open port 22 alone, with a reason, for ${durationWords(breakGlass.longestMs)} at most.`,
        }),
  };
}

function ruleLines(policy: Policy, vm: PolicyVm): string[] {
  const rules = rulesFor(policy, vm);
  if (rules.kind === 'tags-unread')
    return [`Whether the rule ${code(rules.rule.name)} applies hangs on the VM's tags, which could not be read.`];
  const { deciding, isAdmins, tightening } = rules;
  const how = policy.trustTags ? 'the first that matches' : 'the first that matches by subscription and resource group';
  const decides = isAdmins
    ? `No rule ${policy.trustTags ? 'matches' : 'matches by subscription and resource group'}, so only the admins may do anything.`
    : `The rule ${code(deciding.name)} decides: it is ${how} (${matchWords(deciding.match)}).`;
  return [decides, ...tightening.map(tightens)];
}

function tightens({ name, match }: PolicyRule): string {
  return `The rule ${code(name)} makes it stricter (${matchWords(match)}); names and tags do no more than that here.`;
}

function matchWords({ subscriptions, resourceGroups, vms, tags }: PolicyMatch): string {
  const any = (patterns: readonly string[]) => patterns.map(code).join(' or ');
  const parts = [
    ...(subscriptions === undefined ? [] : [`subscription ${any(subscriptions)}`]),
    ...(resourceGroups === undefined ? [] : [`resource group ${any(resourceGroups)}`]),
    ...(vms === undefined ? [] : [`VM name ${any(vms)}`]),
    ...(tags ?? []).map(({ name, values }) => `tag ${code(name)} is ${any(values)}`),
  ];
  return parts.length === 0 ? 'it matches every VM' : parts.join(', ');
}

function explainAction(policy: Policy, vm: PolicyVm, action: PolicyAction, actor: Actor) {
  const ruling = rulingOn(policy, vm, action);
  if (ruling.kind === 'refused') return { kind: 'closed', because: ruling.problem } as const;
  const { allows, owner } = ruling;
  const { approval, requesters } = allows;
  const { changes, commands } = actionFacts[action];
  const mayApprove = approval.kind === 'people' && among(approval.approvers, actor, owner) === 'yes';
  return {
    kind: 'open',
    requesters: peopleWords(requesters, owner),
    you: yourPart(among(requesters, actor, owner), mayApprove),
    ...(changes ? { approval: commands ? commandApprovalWords(allows, owner) : approvalWords(approval, owner) } : {}),
    limits: limitWords(allows, action),
  } as const;
}

function yourPart(mayAsk: 'yes' | 'no' | 'unknown', mayApprove: boolean): string {
  const ask = { yes: 'You may', no: 'You may not', unknown: 'Whether you may, Slack did not tell' }[mayAsk];
  if (!mayApprove) return `${ask}.`;
  return mayAsk === 'yes' ? "You may, and you may approve others'." : `${ask}; you may approve.`;
}

import type { CommandTemplate } from '../core/commands/template.ts';
import { AddressSet } from '../core/net/address-set.ts';
import {
  type ActionPolicy,
  type Approval,
  actionDefaults,
  type CommandPolicy,
  everySource,
  type People,
  type Policy,
  type PolicyRule,
} from '../core/policy/policy.ts';
import { actionFacts, type PolicyAction } from '../core/policy/policy-actions.ts';
import { parseDuration } from '../core/text/duration.ts';
import { needsApprovers, policyProblems } from './policy-problems.ts';
import type { PolicyFile } from './policy-schema.ts';
import type { Problem } from './problem.ts';
import { actionsOf, listOf, matchOf, type RuleFile, type Settings } from './rule-file.ts';

/**
 * The policy with every default filled in, or what contradicts itself in it.
 * @param templates the commands that its rules can name; undefined: those could not be read
 */
export function toPolicy(file: PolicyFile, templates: readonly CommandTemplate[] | undefined): Policy | Problem[] {
  const { admins, trustTags, ownerTag, breakGlass } = file;
  const problems = policyProblems(
    file,
    templates?.map(({ name }) => name),
  );
  if (problems.length > 0) return problems;
  return {
    admins: [...new Set(admins)],
    trustTags,
    ownerTag,
    rules: file.rules.map(toRule),
    ...(templates === undefined || templates.length === 0 ? {} : { templates }),
    ...(breakGlass === undefined
      ? {}
      : { breakGlass: { groups: breakGlass.groups, longestMs: msOf(breakGlass.longest, 0) } }),
  };
}

function toRule(rule: RuleFile): PolicyRule {
  const actions = actionsOf(rule).map(({ action, settings }) => [action, toAction(action, settings)]);
  return { name: rule.name, match: matchOf(rule), actions: Object.fromEntries(actions) };
}

function toAction(action: PolicyAction, settings: Settings): ActionPolicy {
  const { reason, reasonLike, longest, sources, widest, lapsesAfter, vmAccess } = settings;
  return {
    requesters: [toPeople(settings.request)],
    approval: toApproval(action, settings),
    reason: { required: reason === 'required', patterns: reasonLike === undefined ? [] : [listOf(reasonLike)] },
    longestMs: msOf(longest, actionDefaults.longestMs),
    sources: sources === undefined ? everySource : AddressSet.of(...sources).toCidrs(),
    widest: widest ?? actionDefaults.widest,
    lapsesAfterMs: msOf(lapsesAfter, actionDefaults.lapsesAfterMs),
    ...(vmAccess === true && { vmAccess }),
    ...(actionFacts[action].commands ? { commands: toCommands(settings) } : {}),
  };
}

function toCommands({ templates, withoutApproval, auto, free }: Settings): CommandPolicy {
  return {
    templates: templates === undefined ? [] : [listOf(templates)],
    withoutApproval: [auto === true ? ['*'] : listOf(withoutApproval)],
    free: free === true,
  };
}

function toApproval(action: PolicyAction, settings: Settings): Approval {
  const { approvals, approve } = settings;
  if (!needsApprovers(action, settings)) return { kind: 'auto' };
  return { kind: 'people', approvals: approvals ?? actionDefaults.approvals, approvers: [toPeople(approve)] };
}

function toPeople(named: string | readonly string[] | undefined): People {
  const all = listOf(named);
  return {
    everyone: all.includes('everyone'),
    users: all.filter((id) => /^[UW][A-Z0-9]/.test(id)),
    groups: all.filter((id) => /^S[A-Z0-9]/.test(id)),
    owner: all.includes('owner'),
  };
}

function msOf(text: string | undefined, otherwise: number): number {
  const ms = text === undefined ? otherwise : parseDuration(text);
  return typeof ms === 'number' ? ms : otherwise;
}

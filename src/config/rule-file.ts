import type { PolicyMatch } from '../core/policy/policy.ts';
import { type PolicyAction, policyActions } from '../core/policy/policy-actions.ts';
import type { PolicyFile } from './policy-schema.ts';

/** A rule as it is written, before its defaults are filled in. */
export type RuleFile = PolicyFile['rules'][number];

/** What a rule's defaults and one of its actions say together. */
export type Settings = NonNullable<RuleFile['defaults']>;

export interface ActionFile {
  readonly action: PolicyAction;
  readonly settings: Settings;
}

/** The actions that a rule names, each with the rule's defaults under what it says itself. */
export function actionsOf(rule: RuleFile): ActionFile[] {
  return policyActions
    .filter((action) => action in rule.actions)
    .map((action) => ({ action, settings: { ...rule.defaults, ...rule.actions[action] } }));
}

export function matchOf({ match }: RuleFile): PolicyMatch {
  const { subscriptions, resourceGroups, vms, tags } = match ?? {};
  return {
    ...(subscriptions === undefined ? {} : { subscriptions: listOf(subscriptions) }),
    ...(resourceGroups === undefined ? {} : { resourceGroups: listOf(resourceGroups) }),
    ...(vms === undefined ? {} : { vms: listOf(vms) }),
    ...(tags === undefined
      ? {}
      : { tags: Object.entries(tags).map(([name, values]) => ({ name, values: listOf(values) })) }),
  };
}

/** One entry may stand there without being a list. */
export function listOf(given: string | readonly string[] | undefined): readonly string[] {
  if (given === undefined) return [];
  return typeof given === 'string' ? [given] : given;
}

import { isByPlace } from '../core/policy/match-rule.ts';
import { actionFacts, policyActions } from '../core/policy/policy-actions.ts';
import type { PolicyFile } from './policy-schema.ts';
import type { Problem } from './problem.ts';
import { type ActionFile, actionsOf, listOf, matchOf, type RuleFile } from './rule-file.ts';

/** What each value alone is right about, and all together not: rules that can never do what they say. */
export function policyProblems(file: PolicyFile): Problem[] {
  return file.rules.flatMap((rule, at) => {
    const where = `policy.rules.${at}`;
    const before = file.rules.slice(0, at);
    return [
      ...twice(rule, before, where),
      ...neverReached(before, where),
      ...onlyTightens(file, rule, at, where),
      ...withoutKeys(rule, where),
      ...actionsOf(rule).flatMap((each) => actionProblems(each, `${where}.actions.${each.action}`, file.trustTags)),
    ];
  });
}

function twice({ name }: RuleFile, before: readonly RuleFile[], where: string): Problem[] {
  if (!before.some((other) => other.name === name)) return [];
  return [{ where: `${where}.name`, problem: `is ${name}, as that of another rule`, mend: 'Give each its own name.' }];
}

function neverReached(before: readonly RuleFile[], where: string): Problem[] {
  const catchAll = before.find((each) => Object.keys(matchOf(each)).length === 0);
  if (catchAll === undefined) return [];
  const problem = `is never reached: the rule ${catchAll.name} in front of it matches every VM`;
  return [{ where, problem, mend: 'Put the rule that matches everything last.' }];
}

/** Without trust in them, names and tags only make stricter what a later rule allows by the place. */
function onlyTightens({ trustTags, rules }: PolicyFile, rule: RuleFile, at: number, where: string): Problem[] {
  if (trustTags || isByPlace(matchOf(rule))) return [];
  if (rules.slice(at + 1).some((each) => isByPlace(matchOf(each)))) return [];
  return [
    {
      where,
      problem: 'goes by VM names or tags, which only make stricter what a later rule allows, and there is no later one',
      mend: 'Put a rule behind it that goes by nothing but subscriptions and resourceGroups, or set policy.trustTags to true.',
    },
  ];
}

/** In the defaults of a rule it may stand: there it is for the actions that have a use for it. */
function withoutKeys({ actions }: RuleFile, where: string): Problem[] {
  return policyActions
    .filter((action) => actions[action]?.vmAccess !== undefined && actionFacts[action].takesKey !== true)
    .map((action) => ({
      where: `${where}.actions.${action}.vmAccess`,
      problem: 'is about how keys are let in, which this action does not do',
      mend: `Put it where keys are let in: ${policyActions.filter((each) => actionFacts[each].takesKey).join(', ')}.`,
    }));
}

function actionProblems({ action, settings }: ActionFile, where: string, trustTags: boolean): Problem[] {
  const { request, approve, auto } = settings;
  const needsApproval = auto !== true && actionFacts[action].changes;
  const namesOwner = listOf(approve).includes('owner');
  return [
    ...(request === undefined
      ? [
          {
            where: `${where}.request`,
            problem: 'is missing',
            mend: 'Say who may ask, here or in the defaults of the rule.',
          },
        ]
      : []),
    ...(needsApproval && approve === undefined
      ? [
          {
            where: `${where}.approve`,
            problem: 'is missing',
            mend: 'Say who may approve, here or in the defaults of the rule, or set auto to true.',
          },
        ]
      : []),
    ...(needsApproval && namesOwner && !trustTags
      ? [
          {
            where: `${where}.approve`,
            problem: 'names the owner, who is known from a tag, and tags are not trusted',
            mend: 'Take owner out, or set policy.trustTags to true.',
          },
        ]
      : []),
  ];
}

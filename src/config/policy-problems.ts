import { matchesGlob } from '../core/policy/glob.ts';
import { isByPlace } from '../core/policy/match-rule.ts';
import { actionFacts, type PolicyAction, policyActions } from '../core/policy/policy-actions.ts';
import { nearest } from '../core/text/nearest.ts';
import type { PolicyFile } from './policy-schema.ts';
import type { Problem } from './problem.ts';
import { type ActionFile, actionsOf, listOf, matchOf, type RuleFile, type Settings } from './rule-file.ts';

/**
 * What each value alone is right about, and all together not: rules that can never do what they say.
 * @param commands the names of the commands that there are; undefined: not known
 */
export function policyProblems(file: PolicyFile, commands: readonly string[] | undefined): Problem[] {
  return file.rules.flatMap((rule, at) => {
    const where = `policy.rules.${at}`;
    const before = file.rules.slice(0, at);
    return [
      ...twice(rule, before, where),
      ...neverReached(before, where),
      ...onlyTightens(file, rule, at, where),
      ...withoutKeys(rule, where),
      ...actionsOf(rule).flatMap((each) => actionProblems(each, `${where}.actions.${each.action}`, file.trustTags)),
      ...commandProblems(rule, where, commands),
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
  const { request, approve } = settings;
  const needsApproval = needsApprovers(action, settings);
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

/** What needs no approval needs nobody who gives one; a command of somebody's own always needs one. */
export function needsApprovers(action: PolicyAction, { auto, free }: Settings): boolean {
  const { changes, commands } = actionFacts[action];
  return changes && (auto !== true || (commands === true && free === true));
}

const commandKeys = ['templates', 'withoutApproval', 'free'] as const;

/** Names that are no commands, and keys on what is not decided by command. */
function commandProblems(rule: RuleFile, where: string, commands: readonly string[] | undefined): Problem[] {
  const own = [
    { at: `${where}.defaults`, settings: rule.defaults, isUsed: true },
    ...policyActions.map((action) => ({
      at: `${where}.actions.${action}`,
      settings: rule.actions[action],
      isUsed: actionFacts[action].commands === true,
    })),
  ];
  return own.flatMap(({ at, settings, isUsed }) =>
    commandKeys.flatMap((key) => {
      const given = settings?.[key];
      if (given === undefined) return [];
      if (!isUsed)
        return [{ where: `${at}.${key}`, problem: 'is only read for run', mend: 'Take it out, or move it there.' }];
      return typeof given === 'boolean' || commands === undefined
        ? []
        : unknownNames(listOf(given), `${at}.${key}`, commands);
    }),
  );
}

function unknownNames(names: readonly string[], where: string, commands: readonly string[]): Problem[] {
  return names
    .filter((name) => !commands.some((command) => matchesGlob(name, command)))
    .map((name) => {
      const near = nearest(name, commands);
      return {
        where,
        problem: `names ${name}, and there is no such command`,
        mend: near === undefined ? 'Write it under commands, or take it out here.' : `Did you mean ${near}?`,
      };
    });
}

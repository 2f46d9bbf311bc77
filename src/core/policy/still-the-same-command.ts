import type { ActionParams, RequestedCommand } from '../actions/action.ts';
import { fillTemplate } from '../commands/fill-template.ts';
import { code } from '../text/escape.ts';
import type { WantedCommand } from './command-ruling.ts';
import type { Policy } from './policy.ts';
import { type PolicyRefusal, refused } from './refused.ts';

/** A template that the configuration does not have cannot be run, whatever the rules say of its name. */
export function unknownTemplate(policy: Policy, command: WantedCommand | undefined): PolicyRefusal | undefined {
  if (command === undefined || 'free' in command || templateOf(policy, command.template) !== undefined)
    return undefined;
  return refused(
    `There is no command called ${code(command.template)} any more.`,
    `${code('/vm commands')} lists those that there are.`,
  );
}

/** Whether the configuration, as it is now, makes the same command of a request's template. @returns why not */
export function changedCommand(policy: Policy, { command }: Pick<ActionParams, 'command'>): PolicyRefusal | undefined {
  if (command?.template === undefined) return undefined;
  const { template: name, args = [], text, user } = command;
  const template = templateOf(policy, name);
  if (template === undefined) return unknownTemplate(policy, { template: name });
  const filled = fillTemplate(template, args);
  if (filled.ok && filled.text === text && template.user === user) return undefined;
  return refused(
    `The command ${code(name)} is another one now than when this was asked for.`,
    'Ask again: the new request is for the command as it is now.',
  );
}

/** How the policy looks at a command that was asked for. */
export function wantedCommand({ template }: RequestedCommand): WantedCommand {
  return template === undefined ? { free: true } : { template };
}

function templateOf({ templates = [] }: Policy, name: string) {
  return templates.find((each) => each.name === name);
}

import { code } from '../text/escape.ts';
import { matchesGlob } from './glob.ts';
import { type ActionPolicy, type Approval, commandDefaults } from './policy.ts';
import { type PolicyRefusal, refused } from './refused.ts';

/** The command that somebody wants, as far as the policy looks at it. */
export type WantedCommand =
  /** By the template's name. */
  { readonly template: string } | { readonly free: true };

/** What the command takes, by an action's rule; or why it cannot be asked for. */
export function approvalOf(allows: ActionPolicy, command: WantedCommand | undefined): Approval | PolicyRefusal {
  const { approval, commands = commandDefaults } = allows;
  if (command === undefined) return approval;
  if ('free' in command) {
    if (!commands.free)
      return refused(
        'The policy does not allow commands of your own here.',
        `Use one of those that ${code('/vm commands')} lists for this VM, or ask whoever runs the bot for one more.`,
      );
    if (approval.kind === 'people') return approval;
    return refused(
      'A command of your own always needs an approval, and the policy names nobody who may give one here.',
      'Ask whoever runs the bot to name approvers.',
    );
  }
  if (!matchesAll(commands.templates, command.template))
    return refused(
      `The policy does not allow the command ${code(command.template)} here.`,
      `${code('/vm commands')} lists those that it allows on this VM.`,
    );
  return matchesAll(commands.withoutApproval, command.template) ? { kind: 'auto' } : approval;
}

function matchesAll(lists: readonly (readonly string[])[], name: string): boolean {
  return lists.every((any) => any.some((pattern) => matchesGlob(pattern, name)));
}

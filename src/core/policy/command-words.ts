import { code } from '../text/escape.ts';
import { approvalWords } from './people-words.ts';
import { type ActionPolicy, commandDefaults } from './policy.ts';

/** Which commands a rule allows, in a few words each. */
export function commandWords({ commands = commandDefaults }: ActionPolicy): string[] {
  const { templates, free } = commands;
  return [
    templates.length === 0 ? 'every command of the configuration' : `the commands ${listWords(templates)}`,
    free ? 'and anything else, which always needs an approval' : 'and no other',
  ];
}

/** What commands need: "no approval for `uptime`, for others 1 of <group>". */
export function commandApprovalWords(allows: ActionPolicy, owner: string | undefined): string {
  const { approval, commands = commandDefaults } = allows;
  const others = approvalWords(approval, owner);
  const { withoutApproval } = commands;
  const isNever = withoutApproval.some((any) => any.length === 0);
  if (approval.kind === 'auto' || isNever) return others;
  const isAll = withoutApproval.every((any) => any.includes('*'));
  if (isAll) return commands.free ? `no approval for those of the configuration, for others ${others}` : 'no approval';
  return `no approval for ${listWords(withoutApproval)}, for others ${others}`;
}

/** What matches one of each list. */
function listWords(lists: readonly (readonly string[])[]): string {
  const narrow = lists.filter((any) => !any.includes('*'));
  return narrow.map((any) => any.slice(0, 20).map(code).join(', ')).join(', if also among ');
}

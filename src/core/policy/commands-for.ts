import type { CommandTemplate } from '../commands/template.ts';
import { approvalOf, type WantedCommand } from './command-ruling.ts';
import { approvalWords } from './people-words.ts';
import type { Policy } from './policy.ts';
import type { Ruling } from './ruling.ts';

/** What may be run by somebody who may run commands on a VM at all. */
export interface CommandsFor {
  /** In the order of the configuration. */
  readonly templates: readonly { readonly template: CommandTemplate; readonly approval: string }[];
  /** "1 of <group>": what a command of one's own takes; absent: none may be asked for. */
  readonly free?: string;
}

/** Approvals are in words with mentions: "no approval", "1 of <group>". */
export function commandsFor({ templates = [] }: Policy, ruling: Extract<Ruling, { kind: 'ruled' }>): CommandsFor {
  const words = (command: WantedCommand) => {
    const approval = approvalOf(ruling.allows, command);
    return approval.kind === 'refused' ? undefined : approvalWords(approval, ruling.owner);
  };
  const free = words({ free: true });
  return {
    templates: templates.flatMap((template) => {
      const approval = words({ template: template.name });
      return approval === undefined ? [] : [{ template, approval }];
    }),
    ...(free !== undefined && { free }),
  };
}

import type { z } from 'zod';
import type { CommandsFile } from '../../src/config/commands-schema.ts';
import type { PolicyFile } from '../../src/config/policy-schema.ts';
import { toPolicy } from '../../src/config/to-policy.ts';
import { toTemplates } from '../../src/config/to-templates.ts';

/** What the bot would refuse to start with is a mistake of the world. */
export function checkPolicy(
  { policy, commands }: { readonly policy?: PolicyFile | undefined; readonly commands: CommandsFile },
  context: z.RefinementCtx,
): void {
  const templates = toTemplates(commands);
  const known = Array.isArray(templates) ? undefined : templates.all;
  const read = policy === undefined ? undefined : toPolicy(policy, known);
  const problems = [...(Array.isArray(templates) ? templates : []), ...(Array.isArray(read) ? read : [])];
  for (const { where, problem, mend } of problems)
    context.addIssue({ code: 'custom', path: [where.split('.')[0] ?? ''], message: `${where} ${problem}. ${mend}` });
}

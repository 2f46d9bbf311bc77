import type { z } from 'zod';
import type { PolicyFile } from '../../src/config/policy-schema.ts';
import { toPolicy } from '../../src/config/to-policy.ts';

/** What the bot would refuse to start with is a mistake of the world. */
export function checkPolicy(policy: PolicyFile, context: z.RefinementCtx): void {
  const problems = toPolicy(policy);
  if (!Array.isArray(problems)) return;
  for (const { where, problem, mend } of problems)
    context.addIssue({ code: 'custom', message: `${where} ${problem}. ${mend}` });
}

import type { CommandsFile } from '../../src/config/commands-schema.ts';
import { type PolicyFile, policySection } from '../../src/config/policy-schema.ts';
import { toPolicy } from '../../src/config/to-policy.ts';
import { toTemplates } from '../../src/config/to-templates.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import { policyActions } from '../../src/core/policy/policy-actions.ts';

/** Every full member may ask and any other one may approve, so that a foreign world works as it is. */
const openToAll = policySection.parse({
  rules: [
    {
      name: 'everything',
      defaults: { request: 'everyone', approve: 'everyone', longest: '8h' },
      actions: Object.fromEntries(policyActions.map((action) => [action, action === 'run' ? { free: true } : {}])),
    },
  ],
});

/** The policy that the bot gets in the sandbox. */
export function botPolicy(file: PolicyFile = openToAll, commands: CommandsFile = {}): Policy {
  const templates = toTemplates(commands);
  const policy = Array.isArray(templates) ? templates : toPolicy(file, templates.all);
  if (Array.isArray(policy)) throw new TypeError(`The policy contradicts itself: ${policy[0]?.problem}`);
  return policy;
}

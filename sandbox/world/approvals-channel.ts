import type { SlackSpec } from './schema.ts';

const usualName = 'vm-approvals';

/**
 * Where the sandbox's bot shows requests: the channel of that name, else the first that it is in and that is not shared
 * with another company. Undefined: nowhere.
 */
export function approvalsChannel({ channels }: SlackSpec): string | undefined {
  const own = channels.filter(({ bot, externallyShared }) => bot && !externallyShared);
  return (own.find(({ name }) => name === usualName) ?? own[0])?.id;
}

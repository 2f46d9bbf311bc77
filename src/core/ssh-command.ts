import { targetOf } from './checks/target-of.ts';
import type { VmFacts } from './facts.ts';
import { sshUser } from './ssh-user.ts';
import { isPrivateCaller } from './text/parse-caller.ts';

export interface SshCommand {
  /** The line to type. */
  readonly line: string;
  /** One sentence about what the person has to fill in. */
  readonly hint?: string;
}

/**
 * The line that logs the caller in once nothing stands in the way. Callers from private address space get the private address.
 *
 * @param user as whom; the one whom Azure knows unless given
 * @returns undefined when there is no address to connect to
 */
export function sshCommand(
  facts: VmFacts,
  from: string,
  port: number,
  user = facts.vm.adminUsername ?? '',
): SshCommand | undefined {
  const target = targetOf(facts, from, port);
  const inside = isPrivateCaller(from) ? target?.ipConfiguration.privateAddress : undefined;
  const address = target?.endpoint?.address ?? inside;
  if (target === undefined || address === undefined) return undefined;
  const outside = target.endpoint?.port ?? port;
  const { typed, hint } = sshUser({ adminUsername: user });
  // ssh takes an IPv6 address without brackets; only scp and URLs need them.
  const line = ['ssh', ...(outside === 22 ? [] : ['-p', String(outside)]), `${typed}@${address}`].join(' ');
  return { line, ...(hint !== undefined && { hint }) };
}

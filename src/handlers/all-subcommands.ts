import { connectCheck } from './connect-check.ts';
import { helpOn } from './help.ts';
import { myIp } from './my-ip.ts';
import { policy } from './policy.ts';
import type { MakeSubcommand, Subcommand, Tools } from './subcommand.ts';

const doing: readonly MakeSubcommand[] = [connectCheck, policy, myIp];

/** Everything that may follow `/vm`, in the order in which help lists it. */
export function allSubcommands(tools: Tools): Subcommand[] {
  const subcommands = doing.map((make) => make(tools));
  return [...subcommands, helpOn(subcommands)];
}

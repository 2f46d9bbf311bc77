import { audit } from './audit.ts';
import { commands } from './commands.ts';
import { connect } from './connect.ts';
import { connectCheck } from './connect-check.ts';
import { fingerprint } from './fingerprint.ts';
import { get } from './get.ts';
import { grants } from './grants.ts';
import { helpOn } from './help.ts';
import { key } from './key.ts';
import { myIp } from './my-ip.ts';
import { open } from './open.ts';
import { policy } from './policy.ts';
import { requests } from './requests.ts';
import { run } from './run.ts';
import type { MakeSubcommand, Subcommand, Tools } from './subcommand.ts';
import { troubleshoot } from './troubleshoot.ts';

const doing: readonly MakeSubcommand[] = [
  connectCheck,
  connect,
  troubleshoot,
  fingerprint,
  open,
  run,
  commands,
  get,
  key,
  requests,
  grants,
  audit,
  policy,
  myIp,
];

/** Everything that may follow `/vm`, in the order in which help lists it. */
export function allSubcommands(tools: Tools): Subcommand[] {
  const subcommands = doing.map((make) => make(tools));
  return [...subcommands, helpOn(subcommands)];
}

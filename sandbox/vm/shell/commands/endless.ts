import type { CommandContext, GuestCommand, Output } from '../command.ts';
import { filesCommand } from './denials.ts';

/** Longer than anybody waits. */
const forEver = '36500d';

/** What ends only when somebody ends it: `sleep infinity`, `tail -f`. */
export const endlessCommands: readonly GuestCommand[] = [
  {
    name: 'sleep',
    run: (args, context) => context.original(args.map((arg) => (/^inf(inity)?$/.test(arg) ? forEver : arg))),
  },
  { name: 'tail', run: tail },
];

async function tail(args: readonly string[], context: CommandContext): Promise<Output> {
  const isFollowing = (arg: string) => /^-\d*[fF]$/.test(arg) || arg.startsWith('--follow') || arg === '--retry';
  const output = await filesCommand(
    args.filter((arg) => !isFollowing(arg)),
    context,
  );
  return args.some(isFollowing) && output.status === 0 ? context.run(['sleep', forEver]) : output;
}

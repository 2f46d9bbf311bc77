import { type CommandContext, fail, type GuestCommand, type Output } from '../command.ts';

/**
 * timeout, on the sandbox's clock. Only waiting takes time in a guest, so a limit strikes where its command waits too
 * long; what would compute for ever counts as waiting to the limit's end.
 */
export const timeLimitCommands: readonly GuestCommand[] = [{ name: 'timeout', run }];

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

async function run(args: readonly string[], context: CommandContext): Promise<Output> {
  let index = 0;
  for (; args[index]?.startsWith('-'); index += 1) {
    if (['-k', '-s', '--kill-after', '--signal'].includes(args[index] ?? '')) index += 1;
  }
  const [duration = '', ...command] = args.slice(index);
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)([smhd])?$/.exec(duration) ?? [];
  if (amount === undefined) return fail(`timeout: invalid time interval ‘${duration}’`, 125);
  if (command.length === 0) return fail('timeout: missing operand', 125);
  const limitMs = Number(amount) * (unitMs[unit] ?? 1000);
  if (limitMs === 0) return context.run(command);
  const output = await context.runWithin(limitMs, command);
  if (output === 'over') return { status: statusWhenOver(args.slice(0, index)) };
  return output;
}

/** 124, or what the signal that it sends leaves behind. */
function statusWhenOver(options: readonly string[]): number {
  const isKill = options.some((arg) => /^(-s|--signal=)?(SIG)?KILL$|^(-s|--signal=)?9$/.test(arg));
  if (isKill) return 137;
  return options.includes('--preserve-status') ? 143 : 124;
}

import type { JournalEntry } from '../../journal.ts';
import { type CommandContext, fail, type GuestCommand, type Output, ok } from '../command.ts';

/** What has happened on the machine. */
export const journalCommands: readonly GuestCommand[] = [{ name: 'journalctl', run: journalctl }];

async function journalctl(args: readonly string[], context: CommandContext): Promise<Output> {
  if (
    context.account.uid !== 0 &&
    !context.account.groups.some((group) => ['adm', 'systemd-journal'].includes(group.name))
  ) {
    return fail('No journal files were opened due to insufficient permissions.');
  }
  const unit = optionValue(args, '-u', '--unit')
    ?.replace(/^sshd/, 'ssh')
    .replace(/(\.service)?$/, '.service');
  const count = Number(optionValue(args, '-n', '--lines') ?? Number.NaN);
  const { hostName, state } = await context.kernel.facts();
  if (args.some((arg) => /^-\w*k$/.test(arg) || arg === '--dmesg')) {
    const lines = (state.given.kernelLog ?? []).slice(Number.isNaN(count) ? 0 : -count);
    return ok(
      lines.length === 0 ? '-- No entries --\n' : lines.map((line) => `${hostName} kernel: ${line}\n`).join(''),
    );
  }
  const program = optionValue(args, '-t', '--identifier');
  const isBare = optionValue(args, '-o', '--output') === 'cat';
  const entries = (await context.kernel.journal()).filter(
    (entry) => (unit === undefined || entry.unit === unit) && (program === undefined || entry.program === program),
  );
  const shown = Number.isNaN(count) ? entries : entries.slice(Math.max(0, entries.length - count));
  if (shown.length === 0) return ok('-- No entries --\n');
  const ordered = args.some((arg) => arg === '-r' || arg === '--reverse') ? [...shown].reverse() : shown;
  return ok(ordered.map((entry) => (isBare ? `${entry.message}\n` : journalLine(entry, hostName))).join(''));
}

/** `-n 5`, `-n5`, `--lines 5` or `--lines=5`. */
function optionValue(args: readonly string[], short: string, long: string): string | undefined {
  const at = args.findIndex((arg) => arg === short || arg === long);
  if (at >= 0) return args[at + 1];
  const joined = args.find((arg) => arg.startsWith(`${long}=`) || (arg.startsWith(short) && !arg.startsWith('--')));
  return joined?.slice(joined.startsWith('--') ? long.length + 1 : short.length);
}

function journalLine({ at, program, pid, message }: JournalEntry, hostName: string): string {
  const [, day = '', month, time] = /^\w+, (\d+) (\w+) \d+ ([\d:]+)/.exec(new Date(at).toUTCString()) ?? [];
  return `${month} ${day} ${time} ${hostName} ${program}[${pid}]: ${message}\n`;
}

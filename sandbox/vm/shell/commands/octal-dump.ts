import { posix } from 'node:path';
import { type CommandContext, type GuestCommand, type Output, ok } from '../command.ts';

/** od -tx1, which in the shell's own form always shows octal numbers. */
export const octalDumpCommands: readonly GuestCommand[] = [{ name: 'od', run: od }];

const bytesInRow = 16;

async function od(args: readonly string[], context: CommandContext): Promise<Output> {
  if (!/(^| )-\w*t ?x1/.test(args.join(' '))) return context.original(args);
  const values = ['-A', '-t', '-N', '-j'];
  const file = args.find(
    (arg, index) => !arg.startsWith('-') && !values.includes(args[index - 1] ?? '') && !/^x1/.test(arg),
  );
  const limit = /(?:^| )-N ?(\d+)/.exec(args.join(' '))?.[1];
  const all =
    file === undefined ? context.stdin : await context.kernel.read(context.account, posix.resolve(context.cwd, file));
  const bytes = all.subarray(0, limit === undefined ? all.length : Number(limit));
  const isBare = /(^| )-\w*A ?n/.test(args.join(' '));
  const at = (offset: number) => (isBare ? '' : offset.toString(8).padStart(7, '0'));
  const rows: string[] = [];
  for (let offset = 0; offset < bytes.length; offset += bytesInRow) {
    const hex = [...bytes.subarray(offset, offset + bytesInRow)].map((byte) => byte.toString(16).padStart(2, '0'));
    rows.push(`${at(offset)} ${hex.join(' ')}\n`);
  }
  return ok(`${rows.join('')}${isBare ? '' : `${at(bytes.length)}\n`}`);
}

import { posix } from 'node:path';
import type { CommandContext, GuestCommand, Output } from '../command.ts';
import { modeText, ownersOf } from './list-files.ts';

const kinds = { file: 'regular file', directory: 'directory', link: 'symbolic link', sink: 'character special file' };

/** stat -c FORMAT with owners; the shell's own stat knows none. */
export const fileStatusCommands: readonly GuestCommand[] = [{ name: 'stat', run }];

async function run(args: readonly string[], context: CommandContext): Promise<Output> {
  const at = args.findIndex((arg) => arg === '-c' || arg === '--format');
  const joined = args.find((arg) => arg.startsWith('--format='));
  const format = joined?.slice('--format='.length) ?? (at < 0 ? undefined : args[at + 1]);
  if (format === undefined) return context.original(args);
  const follow = args.some((arg) => /^-\w*L/.test(arg));
  const names = args.filter((arg, index) => !arg.startsWith('-') && (at < 0 || index !== at + 1));
  const accounts = await context.kernel.accounts();
  let [stdout, stderr] = ['', ''];
  for (const name of names) {
    try {
      const status = await context.kernel.status(context.account, posix.resolve(context.cwd, name), follow);
      const { owner, group } = ownersOf(status, accounts);
      const fields: Readonly<Record<string, string | number>> = {
        ...{ n: name, s: status.size, U: owner, G: group, u: status.uid, g: status.gid, i: status.number },
        ...{ a: status.mode.toString(8), A: modeText(status), F: kinds[status.kind], h: 1 },
        ...{ Y: Math.floor(status.mtimeMs / 1000), y: new Date(status.mtimeMs).toISOString(), '%': '%' },
      };
      stdout += `${format.replaceAll(/%([a-zA-Z%])/g, (all, letter: string) => String(fields[letter] ?? all))}\n`;
    } catch (error) {
      const reason = (error as Error).message.startsWith('EACCES') ? 'Permission denied' : 'No such file or directory';
      stderr += `stat: cannot statx '${name}': ${reason}\n`;
    }
  }
  return { stdout, stderr, status: stderr === '' ? 0 : 1 };
}

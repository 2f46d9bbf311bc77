import { posix } from 'node:path';
import type { CommandContext, GuestCommand, Output } from '../command.ts';
import { modeText, ownersOf } from './list-files.ts';

const kinds = { file: 'regular file', directory: 'directory', link: 'symbolic link', sink: 'character special file' };

/** stat -c FORMAT with owners, which the shell's own stat does not know; readlink through all links. */
export const fileStatusCommands: readonly GuestCommand[] = [
  { name: 'stat', run },
  { name: 'readlink', run: readlink },
];

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
        ...{
          a: status.mode.toString(8),
          A: modeText(status),
          F: status.kind === 'file' && status.size === 0 ? 'regular empty file' : kinds[status.kind],
          h: 1,
        },
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

/** -f goes through every link of a path, of which the last part need not be there; with -e all must be. */
async function readlink(args: readonly string[], context: CommandContext): Promise<Output> {
  const letters = args.filter((arg) => /^-\w+$/.test(arg)).join('');
  if (!/[fem]/.test(letters)) return context.original(args);
  const { kernel, account, cwd } = context;
  const path = posix.resolve(cwd, args.find((arg) => !arg.startsWith('-')) ?? '');
  const [folder, name] = [posix.dirname(path), posix.basename(path)];
  try {
    const real =
      letters.includes('e') || (await kernel.exists(account, path))
        ? await kernel.realPath(account, path)
        : posix.join(await kernel.realPath(account, folder), name);
    return { stdout: `${real}${letters.includes('n') ? '' : '\n'}`, status: 0 };
  } catch {
    return { status: 1 };
  }
}

import { posix } from 'node:path';
import type { CommandContext, GuestCommand, Output } from '../command.ts';

/** The shell's own file commands say "No such file or directory" whatever was wrong; here they say what it was. */
export const filesOfTheShell: readonly GuestCommand[] = [
  ...['cat', 'head', 'grep', 'sed', 'awk', 'wc', 'sort', 'cut', 'cp', 'mv', 'rm', 'mkdir', 'rmdir', 'touch', 'tee'],
  ...['chmod', 'ln', 'diff', 'base64', 'sha256sum', 'md5sum', 'file', 'tar', 'gzip'],
].map((name) => ({ name, run: filesCommand }));

export async function filesCommand(args: readonly string[], context: CommandContext): Promise<Output> {
  const output = await context.original(args.map(withoutTarget));
  if (!output.stderr) return output;
  const lines = await Promise.all(output.stderr.split('\n').map((line) => nameDenial(line, context)));
  return { ...output, stderr: lines.join('\n') };
}

/** `-T` of mv, ln and cp, which says that the last operand is no folder to put things into; the shell does not know it. */
function withoutTarget(arg: string): string {
  return /^-[fvnsi]*T[fvnsi]*$/.test(arg)
    ? arg.replace('T', '').replace(/^-$/, '-f')
    : arg === '--no-target-directory'
      ? '-f'
      : arg;
}

async function nameDenial(line: string, context: CommandContext): Promise<string> {
  const raw = /^(.*): (E[A-Z]+): [^']*'.*'$/.exec(line);
  const [, head, code] = raw ?? /^(.*): (No such file or directory)$/.exec(line) ?? [];
  if (head === undefined) return line;
  const reason = code?.startsWith('E') ? reasons[code] : undefined;
  if (reason !== undefined) return `${head}: ${reason}`;
  const path = /['‘]([^'’]+)['’]$/.exec(head)?.[1] ?? head.replace(/^[\w-]+: /, '');
  if (line.startsWith('chmod: ')) {
    const exists = await context.kernel.exists(context.account, posix.resolve(context.cwd, path));
    return exists ? `chmod: changing permissions of '${path}': Operation not permitted` : line;
  }
  return (await isDenied(posix.resolve(context.cwd, path), context)) ? `${head}: Permission denied` : line;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'No such file or directory',
  EACCES: 'Permission denied',
  EPERM: 'Operation not permitted',
  ENOTDIR: 'Not a directory',
  EISDIR: 'Is a directory',
  ENOSPC: 'No space left on device',
  EROFS: 'Read-only file system',
};

async function isDenied(path: string, { kernel, account }: CommandContext): Promise<boolean> {
  try {
    const { kind } = await kernel.status(account, path, true);
    await (kind === 'directory' ? kernel.list(account, path) : kernel.read(account, path));
    return false;
  } catch (error) {
    return (error as Error).message.startsWith('EACCES');
  }
}

import { posix } from 'node:path';
import { type CommandContext, fail, type GuestCommand, type Output, ok } from '../command.ts';
import { modeText, ownersOf } from './list-files.ts';

/** Looking at files in other ways, and locking them: cmp, namei, flock. */
export const compareCommands: readonly GuestCommand[] = [
  { name: 'cmp', run: cmp },
  { name: 'namei', run: namei },
  { name: 'flock', run: flock },
];

async function cmp(args: readonly string[], context: CommandContext): Promise<Output> {
  const isSilent = args.some((arg) => /^-\w*s|^--(silent|quiet)$/.test(arg));
  const [first = '', second = '-'] = args.filter((arg) => !/^-./.test(arg));
  const contents: Uint8Array[] = [];
  for (const name of [first, second]) {
    const content = await contentOf(name, context);
    if (typeof content === 'string') return fail(isSilent ? '' : `cmp: ${name}: ${content}`, 2);
    contents.push(content);
  }
  const [a = new Uint8Array(), b = new Uint8Array()] = contents;
  const shorter = Math.min(a.length, b.length);
  let at = 0;
  while (at < shorter && a[at] === b[at]) at += 1;
  if (at === shorter && a.length === b.length) return ok('');
  if (isSilent) return { status: 1 };
  const line = Buffer.from(a.subarray(0, at)).toString('latin1').split('\n').length;
  if (at === shorter) {
    const ended = a.length < b.length ? first : second;
    return fail(
      shorter === 0 ? `cmp: EOF on ${ended} which is empty` : `cmp: EOF on ${ended} after byte ${at}, line ${line}`,
    );
  }
  return { stdout: `${first} ${second} differ: byte ${at + 1}, line ${line}\n`, status: 1 };
}

async function contentOf(name: string, { kernel, account, cwd, stdin }: CommandContext): Promise<Uint8Array | string> {
  if (name === '-') return stdin;
  try {
    return await kernel.read(account, posix.resolve(cwd, name));
  } catch (error) {
    return (error as Error).message.startsWith('EACCES') ? 'Permission denied' : 'No such file or directory';
  }
}

/** namei [-l] [-m] [-o] PATH: each part of a path with its mode and owner. */
async function namei(args: readonly string[], context: CommandContext): Promise<Output> {
  const letters = args.filter((arg) => /^-\w+$/.test(arg)).join('');
  const has = (letter: string, long: string) =>
    letters.includes(letter) || letters.includes('l') || args.includes(long);
  const shown = { modes: has('m', '--modes'), owners: has('o', '--owners') };
  const walks = await Promise.all(
    args.filter((arg) => !arg.startsWith('-')).map((name) => walkThrough(name, shown, context)),
  );
  const stdout = walks.flatMap(({ lines }) => lines.map((line) => `${line}\n`)).join('');
  return { stdout, status: walks.some(({ isMissing }) => isMissing) ? 1 : 0 };
}

interface Shown {
  readonly modes: boolean;
  readonly owners: boolean;
}

async function walkThrough(name: string, shown: Shown, { kernel, account, cwd }: CommandContext) {
  const accounts = await kernel.accounts();
  const lines = [`f: ${name}`];
  let path = name.startsWith('/') ? '/' : cwd;
  for (const part of name.startsWith('/') ? ['/', ...partsOf(name)] : partsOf(name)) {
    path = posix.join(path, part);
    try {
      const status = await kernel.status(account, path, false);
      const { owner, group } = ownersOf(status, accounts);
      const target = status.kind === 'link' ? ` -> ${await kernel.readLink(account, path)}` : '';
      const mode = shown.modes ? modeText(status) : ` ${modeText(status).slice(0, 1)}`;
      lines.push(`${mode}${shown.owners ? ` ${owner.padEnd(5)} ${group.padEnd(5)}` : ''} ${part}${target}`);
    } catch (error) {
      const reason = (error as Error).message.startsWith('EACCES') ? 'Permission denied' : 'No such file or directory';
      return { lines: [...lines, `${' '.repeat(12)}${part} - ${reason}`], isMissing: true };
    }
  }
  return { lines, isMissing: false };
}

function partsOf(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '');
}

/** Nobody else runs on the machine at that moment: a lock is there at once. */
async function flock(args: readonly string[], context: CommandContext): Promise<Output> {
  const valued = ['-w', '--timeout', '-E'];
  const at = args.findIndex((arg, index) => !arg.startsWith('-') && !valued.includes(args[index - 1] ?? ''));
  const [file = '', ...command] = at < 0 ? [] : args.slice(at);
  if (/^\d+$/.test(file) && command.length === 0) return ok('');
  if (command.length === 0) return fail('flock: requires file descriptor, file or directory', 64);
  const path = posix.resolve(context.cwd, file);
  try {
    if (!(await context.kernel.exists(context.account, path)))
      await context.kernel.write(context.account, path, new Uint8Array(), 'append');
  } catch {
    return fail(`flock: cannot open lock file ${file}: Permission denied`, 66);
  }
  return context.run(command[0] === '-c' ? ['sh', ...command] : command);
}

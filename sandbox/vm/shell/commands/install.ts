import { posix } from 'node:path';
import { type CommandContext, fail, type GuestCommand, type Output, ok } from '../command.ts';
import { chown } from './ownership.ts';

/** install [-d] [-D] [-m MODE] [-o OWNER] [-g GROUP] [SOURCE] TARGET: files and folders with their owner and mode at once. */
export const installCommands: readonly GuestCommand[] = [{ name: 'install', run }];

interface Wish {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
}

async function run(args: readonly string[], context: CommandContext): Promise<Output> {
  const wish = readWish(args);
  try {
    return await (wish.flags.has('d') ? makeFolders(wish, context) : copy(wish, context));
  } catch (error) {
    const reason = (error as Error).message.startsWith('ENOENT') ? 'No such file or directory' : 'Permission denied';
    return fail(`install: cannot create '${wish.operands.at(-1)}': ${reason}`);
  }
}

async function makeFolders(wish: Wish, context: CommandContext): Promise<Output> {
  let last = ok('');
  for (const operand of wish.operands) {
    const path = posix.resolve(context.cwd, operand);
    await context.kernel.makeDirectory(context.account, path, true);
    last = await finish(path, wish, context);
    if (last.status !== 0) break;
  }
  return last;
}

async function copy(wish: Wish, context: CommandContext): Promise<Output> {
  const { kernel, account, cwd } = context;
  const [source = '', operand] = wish.operands;
  if (operand === undefined) return fail(`install: missing destination file operand after '${source}'`);
  const target = posix.resolve(cwd, operand);
  if (wish.flags.has('D')) await kernel.makeDirectory(account, posix.dirname(target), true);
  const isFolder =
    (await kernel.exists(account, target)) && (await kernel.status(account, target, true)).kind === 'directory';
  const path = isFolder ? posix.join(target, posix.basename(source)) : target;
  const content = source === '/dev/stdin' ? context.stdin : await kernel.read(account, posix.resolve(cwd, source));
  await kernel.write(account, path, content, 'replace');
  return finish(path, wish, context);
}

async function finish(path: string, { values }: Wish, context: CommandContext): Promise<Output> {
  await context.kernel.changeMode(context.account, path, Number.parseInt(values.get('m') ?? '755', 8));
  const [owner = '', group] = [values.get('o'), values.get('g')];
  if (owner === '' && group === undefined) return ok('');
  return chown([group === undefined ? owner : `${owner}:${group}`, path], context);
}

function readWish(args: readonly string[]): Wish {
  const values = new Map<string, string>();
  const flags = new Set<string>();
  const operands: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const [all, letters = '', option, attached] = /^-([dDvpTC]*)(?:([mogt])(.*))?$/.exec(args[index] ?? '') ?? [];
    if (all === undefined || all === '-') {
      operands.push(args[index] ?? '');
      continue;
    }
    for (const letter of letters) flags.add(letter);
    if (option === undefined) continue;
    if (!attached) index += 1;
    values.set(option, attached || (args[index] ?? ''));
  }
  return { flags, values, operands };
}

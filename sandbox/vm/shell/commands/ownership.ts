import { posix } from 'node:path';
import type { Account } from '../../accounts.ts';
import { type CommandContext, fail, type GuestCommand, type Output, ok } from '../command.ts';

/** Making files and giving them away: chown, chgrp, install, mktemp. */
export const ownershipCommands: readonly GuestCommand[] = [
  { name: 'chown', run: (args, context) => chown(args, context) },
  { name: 'chgrp', run: ([group = '', ...rest], context) => chown([`:${group}`, ...rest], context) },
  { name: 'install', run: install },
  { name: 'mktemp', run: mktemp },
];

async function chown(args: readonly string[], context: CommandContext): Promise<Output> {
  const isRecursive = args.some((arg) => /^-\w*R/.test(arg) || arg === '--recursive');
  const [spec = '', ...paths] = args.filter((arg) => !arg.startsWith('-'));
  if (paths.length === 0) return fail(`chown: missing operand${spec === '' ? '' : ` after ‘${spec}’`}`);
  const owner = readOwner(spec, await context.kernel.accounts());
  if (owner === undefined) return fail(`chown: invalid user: ‘${spec}’`);
  const errors: string[] = [];
  for (const path of paths) await change(posix.resolve(context.cwd, path), path);
  return { stderr: errors.join(''), status: errors.length > 0 ? 1 : 0 };

  async function change(path: string, shown: string): Promise<void> {
    try {
      await context.kernel.changeOwner(context.account, path, owner?.uid, owner?.gid);
      if (!isRecursive || (await context.kernel.status(context.account, path, false)).kind !== 'directory') return;
      for (const { name } of await context.kernel.list(context.account, path)) {
        await change(posix.join(path, name), posix.join(shown, name));
      }
    } catch (error) {
      const isMissing = (error as Error).message.startsWith('ENOENT');
      errors.push(
        isMissing
          ? `chown: cannot access '${shown}': No such file or directory\n`
          : `chown: changing ownership of '${shown}': Operation not permitted\n`,
      );
    }
  }
}

function readOwner(spec: string, accounts: readonly Account[]): { uid?: number; gid?: number } | undefined {
  const [user = '', group] = spec.split(/[:.]/);
  const account = accounts.find((each) => each.name === user || String(each.uid) === user);
  const groups = accounts.flatMap((each) => each.groups);
  const ofGroup = groups.find((each) => each.name === group || String(each.gid) === group)?.gid;
  const uid = account?.uid ?? (/^\d+$/.test(user) ? Number(user) : undefined);
  const gid = group === '' ? account?.gid : (ofGroup ?? (/^\d+$/.test(group ?? '') ? Number(group) : undefined));
  if ((user !== '' && uid === undefined) || (group && gid === undefined)) return undefined;
  return { ...(uid === undefined ? {} : { uid }), ...(gid === undefined ? {} : { gid }) };
}

/** install [-d] [-D] [-m MODE] [-o OWNER] [-g GROUP] [SOURCE...] TARGET */
async function install(args: readonly string[], context: CommandContext): Promise<Output> {
  const values = new Map<string, string>();
  const flags = new Set<string>();
  const operands: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const [, letters = '', attached = ''] = /^-([dDvpTC]*)([mogt].*)?$/.exec(args[index] ?? '') ?? [];
    if (letters === '' && attached === '') {
      operands.push(args[index] ?? '');
      continue;
    }
    for (const letter of letters) flags.add(letter);
    if (attached.length > 1) values.set(attached.charAt(0), attached.slice(1));
    else if (attached !== '') {
      index += 1;
      values.set(attached, args[index] ?? '');
    }
  }
  const { kernel, account } = context;
  const at = (path: string) => posix.resolve(context.cwd, path);
  const mode = Number.parseInt(values.get('m') ?? '755', 8);
  const owner = [values.get('o') ?? '', values.get('g')].filter((part) => part !== undefined).join(':');
  const finish = async (path: string): Promise<Output> => {
    await kernel.changeMode(account, path, mode);
    return owner === '' ? ok('') : chown([owner, path], context);
  };
  try {
    if (flags.has('d')) {
      let last: Output = ok('');
      for (const path of operands) {
        await kernel.makeDirectory(account, at(path), true);
        last = await finish(at(path));
      }
      return last;
    }
    const [source = '', target = ''] = operands;
    if (target === '') return fail(`install: missing destination file operand after '${source}'`);
    if (flags.has('D')) await kernel.makeDirectory(account, posix.dirname(at(target)), true);
    const isFolder =
      (await kernel.exists(account, at(target))) &&
      (await kernel.status(account, at(target), true)).kind === 'directory';
    const path = isFolder ? posix.join(at(target), posix.basename(source)) : at(target);
    await kernel.write(
      account,
      path,
      source === '/dev/stdin' ? context.stdin : await kernel.read(account, at(source)),
      'replace',
    );
    return await finish(path);
  } catch (error) {
    const reason = (error as Error).message.startsWith('ENOENT') ? 'No such file or directory' : 'Permission denied';
    return fail(`install: cannot create '${operands.at(-1)}': ${reason}`);
  }
}

async function mktemp(args: readonly string[], context: CommandContext): Promise<Output> {
  const template = args.find((arg) => !arg.startsWith('-')) ?? '/tmp/tmp.XXXXXXXXXX';
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
  const { kernel, account } = context;
  for (let serial = 0; ; serial += 1) {
    // Not random: the same script gives the same names in every run.
    const path = posix.resolve(
      context.cwd,
      template.replace(/X{3,}$/, (marks) =>
        [...marks].map((_, place) => letters[(serial * 7 + place * 13) % 62]).join(''),
      ),
    );
    if (await kernel.exists(account, path)) continue;
    try {
      if (args.some((arg) => /^-\w*d/.test(arg))) await kernel.makeDirectory(account, path, false);
      else await kernel.write(account, path, new Uint8Array(), 'replace');
      await kernel.changeMode(account, path, args.some((arg) => /^-\w*d/.test(arg)) ? 0o700 : 0o600);
      return ok(`${path}\n`);
    } catch {
      return fail(`mktemp: failed to create file via template ‘${template}’: Permission denied`);
    }
  }
}

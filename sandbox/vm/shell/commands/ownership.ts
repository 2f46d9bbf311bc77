import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { Account } from '../../accounts.ts';
import { type CommandContext, fail, type GuestCommand, type Output, ok } from '../command.ts';

/** Making files and giving them away: chown, chgrp, mktemp. */
export const ownershipCommands: readonly GuestCommand[] = [
  { name: 'chown', run: (args, context) => chown(args, context) },
  { name: 'chgrp', run: ([group = '', ...rest], context) => chown([`:${group}`, ...rest], context) },
  { name: 'mktemp', run: mktemp },
];

export async function chown(args: readonly string[], context: CommandContext): Promise<Output> {
  const isRecursive = args.some((arg) => /^-\w*R/.test(arg) || arg === '--recursive');
  const isOfLink = args.some((arg) => /^-\w*h/.test(arg) || arg === '--no-dereference');
  const [spec = '', ...paths] = args.filter((arg) => !arg.startsWith('-'));
  if (paths.length === 0) return fail(`chown: missing operand${spec === '' ? '' : ` after ‘${spec}’`}`);
  const owner = readOwner(spec, await context.kernel.accounts());
  if (owner === undefined) return fail(`chown: invalid user: ‘${spec}’`);
  const errors: string[] = [];
  for (const path of paths) await change(posix.resolve(context.cwd, path), path);
  return { stderr: errors.join(''), status: errors.length > 0 ? 1 : 0 };

  async function change(path: string, shown: string): Promise<void> {
    try {
      await context.kernel.changeOwner(context.account, path, owner?.uid, owner?.gid, !isOfLink);
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

async function mktemp(args: readonly string[], context: CommandContext): Promise<Output> {
  const at = args.indexOf('-p');
  const folder = args[at + 1] ?? '/tmp';
  const given = args.find((arg, index) => !arg.startsWith('-') && (at < 0 || index !== at + 1));
  const isUnder = at >= 0 || given === undefined || args.includes('-t');
  const template = isUnder ? posix.join(at < 0 ? '/tmp' : folder, given ?? 'tmp.XXXXXXXXXX') : given;
  const { kernel, account } = context;
  for (let serial = 0; ; serial += 1) {
    // Not random: the same script gives the same names in every run.
    const path = posix.resolve(
      context.cwd,
      template.replace(/X{3,}$/, (marks) => lettersOf(serial, marks.length)),
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

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

function lettersOf(serial: number, count: number): string {
  const bytes = createHash('sha512').update(String(serial)).digest();
  return [...bytes.subarray(0, count)].map((byte) => letters[byte % letters.length]).join('');
}

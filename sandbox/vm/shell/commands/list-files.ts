import { posix } from 'node:path';
import type { Account } from '../../accounts.ts';
import type { FileStatus } from '../../files/file-system.ts';
import type { CommandContext, GuestCommand, Output } from '../command.ts';

/** ls, because the shell's own knows no owners. */
export const listFilesCommands: readonly GuestCommand[] = [{ name: 'ls', run: ls }];

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly status: FileStatus;
}

interface Listing {
  readonly text: string;
  readonly errors: readonly string[];
}

async function ls(args: readonly string[], context: CommandContext): Promise<Output> {
  const flags = args.filter((arg) => /^-[a-zA-Z0-9]/.test(arg)).join('');
  const operands = args.filter((arg) => !arg.startsWith('-'));
  const names = operands.length === 0 ? ['.'] : operands;
  const accounts = await context.kernel.accounts();
  const alone: Entry[] = [];
  const folders: Entry[] = [];
  const errors: string[] = [];
  for (const name of names) {
    const path = posix.resolve(context.cwd, name);
    try {
      const status = await context.kernel.status(context.account, path, !/[dl]/.test(flags) || name.endsWith('/'));
      (status.kind === 'directory' && !flags.includes('d') ? folders : alone).push({ name, path, status });
    } catch (error) {
      errors.push(`ls: cannot access '${name}': ${reasonOf(error)}\n`);
    }
  }
  const listings: Listing[] =
    alone.length > 0 ? [{ text: await present(alone, flags, accounts, context), errors: [] }] : [];
  for (const folder of folders) listings.push(await listFolder(folder, flags, accounts, context, names.length > 1));
  const stderr = [...errors, ...listings.flatMap((listing) => listing.errors)].join('');
  const stdout = listings
    .map((listing) => listing.text)
    .filter((text) => text !== '')
    .join('\n');
  return { stdout, stderr, status: stderr === '' ? 0 : 2 };
}

async function listFolder(
  folder: Entry,
  flags: string,
  accounts: readonly Account[],
  context: CommandContext,
  isOneOfMany: boolean,
): Promise<Listing> {
  try {
    const entries = await entriesOf(folder.path, flags, context);
    const head = isOneOfMany || flags.includes('R') ? `${folder.name}:\n` : '';
    const total = flags.includes('l') ? `total ${entries.length * 4}\n` : '';
    const text = `${head}${total}${await present(entries, flags, accounts, context)}`;
    const below = flags.includes('R') ? entries.filter((entry) => entry.status.kind === 'directory') : [];
    const deeper: Listing[] = [];
    for (const entry of below.filter(({ name }) => name !== '.' && name !== '..')) {
      const inner = { ...entry, name: posix.join(folder.name, entry.name) };
      deeper.push(await listFolder(inner, flags, accounts, context, true));
    }
    return {
      text: [text, ...deeper.map((listing) => listing.text)].join('\n'),
      errors: deeper.flatMap((listing) => listing.errors),
    };
  } catch (error) {
    return { text: '', errors: [`ls: cannot open directory '${folder.name}': ${reasonOf(error)}\n`] };
  }
}

async function entriesOf(folder: string, flags: string, { kernel, account }: CommandContext): Promise<Entry[]> {
  const names = (await kernel.list(account, folder)).map((entry) => entry.name);
  const visible = names.filter((name) => /[aA]/.test(flags) || !name.startsWith('.'));
  const all = flags.includes('a') ? ['.', '..', ...visible] : visible;
  const entries = await Promise.all(
    all.map(async (name) => {
      const path = posix.join(folder, name);
      return { name, path, status: await kernel.status(account, path, false) };
    }),
  );
  if (flags.includes('t')) entries.sort((a, b) => b.status.mtimeMs - a.status.mtimeMs);
  return flags.includes('r') ? entries.reverse() : entries;
}

async function present(
  entries: readonly Entry[],
  flags: string,
  accounts: readonly Account[],
  context: CommandContext,
) {
  if (!flags.includes('l')) return entries.map((entry) => `${entry.name}\n`).join('');
  const rows = await Promise.all(
    entries.map(async ({ name, path, status }) => {
      const target = status.kind === 'link' ? ` -> ${await context.kernel.readLink(context.account, path)}` : '';
      const { owner, group } = ownersOf(status, accounts, flags.includes('n'));
      const links = status.kind === 'directory' ? 2 : 1;
      return [
        modeText(status),
        String(links),
        owner,
        group,
        String(status.size),
        timeText(status.mtimeMs),
        `${name}${target}`,
      ];
    }),
  );
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return column === 1 || column === 4 ? cell.padStart(width) : cell.padEnd(width);
        })
        .join(' '),
    )
    .map((line) => `${line}\n`)
    .join('');
}

export function ownersOf(status: FileStatus, accounts: readonly Account[], asNumbers = false) {
  const groups = accounts.flatMap((account) => account.groups);
  const owner = accounts.find((account) => account.uid === status.uid)?.name;
  const group = groups.find((each) => each.gid === status.gid)?.name ?? wellKnownGroups[status.gid];
  const numbers = { owner: String(status.uid), group: String(status.gid) };
  return asNumbers ? numbers : { owner: owner ?? numbers.owner, group: group ?? numbers.group };
}

/** Groups that need not have a member among the users. */
const wellKnownGroups: Readonly<Record<number, string>> = { 4: 'adm', 42: 'shadow' };

export function modeText({ kind, mode }: FileStatus): string {
  const type = { file: '-', directory: 'd', link: 'l', sink: 'c' }[kind];
  const bits = [...'rwxrwxrwx'].map((letter, index) => (mode & (1 << (8 - index)) ? letter : '-'));
  if (mode & 0o1000) bits[8] = bits[8] === 'x' ? 't' : 'T';
  return type + bits.join('');
}

/** `Nov 23 00:36` in UTC. */
export function timeText(ms: number): string {
  const [, day = '', month, time] = /^\w+, (\d+) (\w+) \d+ (\d+:\d+)/.exec(new Date(ms).toUTCString()) ?? [];
  return `${month} ${String(Number(day)).padStart(2)} ${time}`;
}

function reasonOf(error: unknown): string {
  return (error as Error).message.startsWith('EACCES') ? 'Permission denied' : 'No such file or directory';
}

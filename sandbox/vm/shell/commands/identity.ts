import type { Account } from '../../accounts.ts';
import { type CommandContext, fail, type GuestCommand, type Output, ok } from '../command.ts';

/** Who is who: id, whoami, groups, getent. */
export const identityCommands: readonly GuestCommand[] = [
  { name: 'whoami', run: (_args, { account }) => ok(`${account.name}\n`) },
  { name: 'id', run: id },
  { name: 'groups', run: (_args, { account }) => ok(`${account.groups.map((group) => group.name).join(' ')}\n`) },
  { name: 'getent', run: getent },
];

async function id(args: readonly string[], context: CommandContext): Promise<Output> {
  const wanted = args.find((arg) => !arg.startsWith('-'));
  const account = wanted === undefined ? context.account : await find(context, wanted);
  if (account === undefined) return fail(`id: ‘${wanted}’: no such user`);
  const flags = args.filter((arg) => arg.startsWith('-')).join('');
  const asName = flags.includes('n');
  const group = account.groups[0] ?? { name: String(account.gid), gid: account.gid };
  if (flags.includes('u')) return ok(`${asName ? account.name : account.uid}\n`);
  if (flags.includes('G')) return ok(`${account.groups.map((each) => (asName ? each.name : each.gid)).join(' ')}\n`);
  if (flags.includes('g')) return ok(`${asName ? group.name : group.gid}\n`);
  const groups = account.groups.map((each) => `${each.gid}(${each.name})`).join(',');
  return ok(`uid=${account.uid}(${account.name}) gid=${group.gid}(${group.name}) groups=${groups}\n`);
}

async function getent(args: readonly string[], context: CommandContext): Promise<Output> {
  const [database = '', ...keys] = args;
  const path = { passwd: '/etc/passwd', group: '/etc/group', hosts: '/etc/hosts', shadow: '/etc/shadow' }[database];
  if (path === undefined) return fail(`Unknown database: ${database}`);
  const lines = Buffer.from(await context.kernel.read(context.account, path))
    .toString('utf8')
    .split('\n')
    .filter(Boolean);
  if (keys.length === 0) return ok(`${lines.join('\n')}\n`);
  const found = keys.map((key) =>
    lines.find((line) => line.split(/[:\s]+/).includes(key) && isKey(database, line, key)),
  );
  const stdout = found.flatMap((line) => (line === undefined ? [] : [`${line}\n`])).join('');
  return { stdout, status: found.includes(undefined) ? 2 : 0 };
}

function isKey(database: string, line: string, key: string): boolean {
  if (database === 'hosts') return true;
  const [name, , number] = line.split(':');
  return name === key || number === key;
}

async function find(context: CommandContext, name: string): Promise<Account | undefined> {
  const accounts = await context.kernel.accounts();
  return accounts.find((account) => account.name === name || String(account.uid) === name);
}

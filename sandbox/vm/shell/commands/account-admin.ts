import { passwordDigest } from '../../account-files.ts';
import { type CommandContext, fail, type GuestCommand, type Output, ok } from '../command.ts';
import { type AccountFiles, openAccountFiles, today } from './account-records.ts';

/** Accounts as root manages them: passwd, chage, usermod, useradd, userdel, chpasswd. */
export const accountAdminCommands: readonly GuestCommand[] = [
  { name: 'passwd', run: passwd },
  { name: 'chage', run: chage },
  { name: 'usermod', run: usermod },
  { name: 'useradd', run: useradd },
  { name: 'userdel', run: userdel },
  { name: 'chpasswd', run: chpasswd },
];

interface Wish {
  readonly flags: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
}

/** @param valued letters whose option takes a value */
function readWish(args: readonly string[], valued: string, long: Readonly<Record<string, string>> = {}): Wish {
  const flags = new Set<string>();
  const values = new Map<string, string>();
  const operands: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const [name = '', joined] = (args[index] ?? '').split(/=(.*)/s);
    const letters = long[name] ?? (/^-\w+$/.test(name) ? name.slice(1) : undefined);
    if (letters === undefined) {
      if (args[index] !== '--') operands.push(args[index] ?? '');
      continue;
    }
    for (const letter of letters) flags.add(letter);
    const last = letters.at(-1) ?? '';
    if (!valued.includes(last)) continue;
    if (joined === undefined) index += 1;
    values.set(last, joined ?? args[index] ?? '');
  }
  return { flags, values, operands };
}

async function passwd(args: readonly string[], context: CommandContext): Promise<Output> {
  const { flags, operands } = readWish(args, '', {
    '--status': 'S',
    '--lock': 'l',
    '--unlock': 'u',
    '--delete': 'd',
    '--expire': 'e',
  });
  const name = operands[0] ?? context.account.name;
  if (context.account.uid !== 0 && (name !== context.account.name || !flags.has('S')))
    return fail('passwd: Permission denied.');
  const files = await openAccountFiles(context);
  const entry = files.shadow(name);
  if (entry === undefined) return fail(`passwd: user '${name}' does not exist`);
  const [, digest = '', changed = ''] = entry;
  if (flags.has('S')) {
    const state = digest.startsWith('!') || digest === '*' ? 'L' : digest === '' ? 'NP' : 'P';
    return ok(`${name} ${state} ${new Date(Number(changed) * 86_400_000).toISOString().slice(0, 10)} 0 99999 7 -1\n`);
  }
  if (flags.has('l') && !digest.startsWith('!')) entry[1] = `!${digest}`;
  if (flags.has('u')) entry[1] = digest.replace(/^!+(?=.)/, '');
  if (flags.has('d')) entry[1] = '';
  if (flags.has('e')) entry[2] = '0';
  await files.save();
  return ok('passwd: password changed.\n');
}

async function chage(args: readonly string[], context: CommandContext): Promise<Output> {
  const { flags, values, operands } = readWish(args, 'EMmWId', {
    '--list': 'l',
    '--expiredate': 'E',
    '--lastday': 'd',
  });
  const name = operands[0] ?? '';
  if (context.account.uid !== 0 && !(flags.has('l') && name === context.account.name))
    return fail('chage: Permission denied.');
  const files = await openAccountFiles(context);
  const entry = files.shadow(name);
  if (entry === undefined) return fail(`chage: user '${name}' does not exist in /etc/passwd`);
  if (flags.has('l')) return ok(ages(entry));
  const [expiry, lastDay] = [values.get('E'), values.get('d')];
  if (expiry !== undefined) entry[7] = dayOf(expiry);
  if (lastDay !== undefined) entry[2] = dayOf(lastDay);
  await files.save();
  return ok('');
}

/** Days since 1970 of `2026-01-31`; '' for never. */
function dayOf(given: string): string {
  if (given === '-1' || given === '') return '';
  return /^\d+$/.test(given) ? given : String(Math.floor(Date.parse(`${given}T00:00:00Z`) / 86_400_000));
}

function ages([, , changed = '', min = '0', max = '99999', warn = '7', , expires = '']: readonly string[]): string {
  const date = (days: string) => {
    if (days === '') return 'never';
    const [, day, month, year] =
      /^\w+, (\d+) (\w+) (\d+)/.exec(new Date(Number(days) * 86_400_000).toUTCString()) ?? [];
    return `${month} ${day}, ${year}`;
  };
  const lastChange = changed === '0' ? 'password must be changed' : date(changed);
  const expiry = changed === '0' ? 'password must be changed' : 'never';
  return [
    `Last password change\t\t\t\t\t: ${lastChange}`,
    `Password expires\t\t\t\t\t: ${expiry}`,
    `Password inactive\t\t\t\t\t: ${changed === '0' ? 'password must be changed' : 'never'}`,
    `Account expires\t\t\t\t\t\t: ${date(expires)}`,
    `Minimum number of days between password change\t\t: ${min}`,
    `Maximum number of days between password change\t\t: ${max}`,
    `Number of days of warning before password expires\t: ${warn}`,
    '',
  ].join('\n');
}

async function usermod(args: readonly string[], context: CommandContext): Promise<Output> {
  const wish = readWish(args, 'egGsdpcu', {
    '--expiredate': 'e',
    '--shell': 's',
    '--groups': 'G',
    '--append': 'a',
    '--lock': 'L',
    '--unlock': 'U',
  });
  const name = wish.operands[0] ?? '';
  if (context.account.uid !== 0)
    return fail('usermod: Permission denied.\nusermod: cannot lock /etc/passwd; try again later.');
  const files = await openAccountFiles(context);
  const [line, entry] = [files.passwd(name), files.shadow(name)];
  if (line === undefined || entry === undefined) return fail(`usermod: user '${name}' does not exist`, 6);
  if (wish.flags.has('L') && !entry[1]?.startsWith('!')) entry[1] = `!${entry[1] ?? ''}`;
  if (wish.flags.has('U')) entry[1] = (entry[1] ?? '').replace(/^!+(?=.)/, '');
  const [expiry, shell, password, groups] = ['e', 's', 'p', 'G'].map((letter) => wish.values.get(letter));
  if (expiry !== undefined) entry[7] = dayOf(expiry);
  if (shell !== undefined) line[6] = shell;
  if (password !== undefined) entry[1] = password;
  const missing = join(files, name, groups);
  if (missing !== undefined) return fail(`usermod: group '${missing}' does not exist`, 6);
  await files.save();
  return ok('');
}

/** Makes somebody a member of groups. @returns the first group that is not there */
function join(files: AccountFiles, name: string, groups = ''): string | undefined {
  for (const each of groups.split(',').filter(Boolean)) {
    const group = files.group(each);
    if (group === undefined) return each;
    const members = (group[3] ?? '').split(',').filter(Boolean);
    if (!members.includes(name)) group[3] = [...members, name].join(',');
  }
  return undefined;
}

async function useradd(args: readonly string[], context: CommandContext): Promise<Output> {
  const wish = readWish(args, 'degGscupK', {
    '--create-home': 'm',
    '--shell': 's',
    '--groups': 'G',
    '--expiredate': 'e',
    '--uid': 'u',
  });
  const name = wish.operands[0] ?? '';
  if (context.account.uid !== 0)
    return fail('useradd: Permission denied.\nuseradd: cannot lock /etc/passwd; try again later.');
  if (!/^[a-z_][a-z0-9_-]{0,31}$/.test(name))
    return fail(`useradd: invalid user name '${name}': use --badname to ignore`, 3);
  const files = await openAccountFiles(context);
  if (files.passwd(name) !== undefined) return fail(`useradd: user '${name}' already exists`, 9);
  const uid = Number(wish.values.get('u') ?? files.nextUid());
  const home = wish.values.get('d') ?? `/home/${name}`;
  const shell = wish.values.get('s') ?? '/bin/sh';
  files.add('passwd', [name, 'x', String(uid), String(uid), wish.values.get('c') ?? '', home, shell]);
  files.add('group', [name, 'x', String(uid), '']);
  const day = String(today(await context.kernel.now()));
  files.add('shadow', [
    name,
    wish.values.get('p') ?? '!',
    day,
    '0',
    '99999',
    '7',
    '',
    dayOf(wish.values.get('e') ?? ''),
    '',
  ]);
  const missing = join(files, name, wish.values.get('G'));
  if (missing !== undefined) return fail(`useradd: group '${missing}' does not exist`, 6);
  await files.save();
  if (wish.flags.has('m')) await makeHome(home, uid, context);
  return ok('');
}

async function makeHome(home: string, uid: number, { kernel, account }: CommandContext): Promise<void> {
  await kernel.makeDirectory(account, home, true);
  await kernel.changeMode(account, home, 0o750);
  await kernel.changeOwner(account, home, uid, uid);
  for (const name of ['.bashrc', '.profile']) {
    await kernel.write(account, `${home}/${name}`, Buffer.from(`# ~/${name}\n`), 'replace');
    await kernel.changeOwner(account, `${home}/${name}`, uid, uid);
  }
}

async function userdel(args: readonly string[], context: CommandContext): Promise<Output> {
  const { flags, operands } = readWish(args, '', { '--remove': 'r', '--force': 'f' });
  const name = operands[0] ?? '';
  if (context.account.uid !== 0)
    return fail('userdel: Permission denied.\nuserdel: cannot lock /etc/passwd; try again later.');
  const files = await openAccountFiles(context);
  const home = files.passwd(name)?.[5];
  if (home === undefined) return fail(`userdel: user '${name}' does not exist`, 6);
  files.drop(name);
  await files.save();
  if (flags.has('r') && (await context.kernel.exists(context.account, home)))
    await context.kernel.remove(context.account, home, true);
  return ok('');
}

/** Lines `name:password` on standard input. */
async function chpasswd(_args: readonly string[], context: CommandContext): Promise<Output> {
  if (context.account.uid !== 0)
    return fail('chpasswd: Permission denied.\nchpasswd: cannot lock /etc/passwd; try again later.');
  const files = await openAccountFiles(context);
  for (const line of Buffer.from(context.stdin).toString('utf8').split('\n').filter(Boolean)) {
    const [name = '', password = ''] = line.split(/:(.*)/s);
    const entry = files.shadow(name);
    if (entry === undefined)
      return fail(`chpasswd: (user ${name}) pam_chauthtok() failed, error:\nAuthentication token manipulation error`);
    entry[1] = passwordDigest(password);
  }
  await files.save();
  return ok('');
}

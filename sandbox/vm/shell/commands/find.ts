import { posix } from 'node:path';
import type { Account } from '../../accounts.ts';
import type { FileStatus } from '../../files/file-system.ts';
import { type CommandContext, fail, type GuestCommand, type Output } from '../command.ts';
import { filesCommand } from './denials.ts';

/** find, which in the shell's own form knows neither owners nor permissions. */
export const findCommands: readonly GuestCommand[] = [{ name: 'find', run: find }];

type Test = (status: FileStatus) => boolean;

async function find(args: readonly string[], context: CommandContext): Promise<Output> {
  const wish = readTests(args, await context.kernel.accounts());
  if (typeof wish === 'string') return fail(`find: ‘${wish}’ is not the name of a known user`);
  const { tests, others } = wish;
  if (tests.length === 0) return filesCommand(args, context);
  if (others.some((arg) => /^-(exec|execdir|delete|o|or|printf)$/.test(arg)))
    return fail('find: on this machine -user, -group and -perm go with -print alone');
  const output = await filesCommand(others, context);
  const end = others.includes('-print0') ? '\0' : '\n';
  const kept: string[] = [];
  for (const line of Buffer.from(output.stdout ?? '')
    .toString('utf8')
    .split(end)
    .filter(Boolean)) {
    const status = await context.kernel.status(context.account, posix.resolve(context.cwd, line), false);
    if (tests.every((test) => test(status))) kept.push(line);
  }
  return { ...output, stdout: kept.map((line) => `${line}${end}`).join('') };
}

/** The tests that the shell's find does not know, and what is left of its arguments; or the user who is unknown. */
function readTests(args: readonly string[], accounts: readonly Account[]) {
  const tests: Test[] = [];
  const others: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const [arg = '', value = ''] = args.slice(index);
    const test = testOf(arg, value, accounts);
    if (test === 'unknown') return value;
    if (test === undefined) {
      others.push(arg);
      continue;
    }
    const isNegated = others.at(-1) === '!' || others.at(-1) === '-not';
    if (isNegated) others.pop();
    tests.push((status) => test(status) !== isNegated);
    if (arg !== '-nouser') index += 1;
  }
  return { tests, others };
}

function testOf(name: string, value: string, accounts: readonly Account[]): Test | 'unknown' | undefined {
  switch (name) {
    case '-user': {
      const uid =
        accounts.find((each) => each.name === value)?.uid ?? (/^\d+$/.test(value) ? Number(value) : undefined);
      return uid === undefined ? 'unknown' : (status) => status.uid === uid;
    }
    case '-uid':
      return (status) => status.uid === Number(value);
    case '-gid':
      return (status) => status.gid === Number(value);
    case '-group': {
      const gid = accounts.flatMap((each) => each.groups).find((each) => each.name === value)?.gid;
      return gid === undefined ? 'unknown' : (status) => status.gid === gid;
    }
    case '-nouser':
      return (status) => !accounts.some((each) => each.uid === status.uid);
    case '-perm':
      return permissionTest(value);
    default:
      return undefined;
  }
}

/** `644` all the same, `-022` all of these bits, `/022` one of them. */
function permissionTest(value: string): Test | undefined {
  const [, how, octal = ''] = /^([-/]?)([0-7]{1,4})$/.exec(value) ?? [];
  if (how === undefined) return undefined;
  const bits = Number.parseInt(octal, 8);
  if (how === '') return (status) => status.mode === bits;
  return how === '-' ? (status) => (status.mode & bits) === bits : (status) => (status.mode & bits) !== 0;
}

import { maySudo } from '../../accounts.ts';
import { type CommandContext, fail, type GuestCommand, type Output, ok } from '../command.ts';

/** Being somebody else: sudo and su. */
export const sudoCommands: readonly GuestCommand[] = [
  { name: 'sudo', run: sudo },
  { name: 'su', run: su },
];

interface Wish {
  readonly user: string;
  /** `-l`, `-v` and `-k` only ask. */
  readonly question: string | undefined;
  readonly isShell: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly command: readonly string[];
}

async function sudo(args: readonly string[], context: CommandContext): Promise<Output> {
  const { name } = context.account;
  const wish = readWish(args);
  if (!maySudo(context.account)) {
    return fail(
      'sudo: a terminal is required to read the password; either use the -S option to read from standard input\nsudo: a password is required',
    );
  }
  if (wish.question === '-l') return ok(`User ${name} may run the following commands: (ALL) NOPASSWD: ALL\n`);
  if (wish.question !== undefined) return ok('');
  const account = (await context.kernel.accounts()).find((each) => each.name === wish.user);
  if (account === undefined) return fail(`sudo: unknown user ${wish.user}`);
  if (wish.command.length === 0 && !wish.isShell)
    return fail('usage: sudo -h | -K | -k | -V\nusage: sudo [-u user] command');
  const shown = wish.command.join(' ') || account.shell;
  await context.kernel.log('sudo', 'sudo', `${name} : PWD=${context.cwd} ; USER=${wish.user} ; COMMAND=${shown}`);
  const env = { ...wish.env, SUDO_USER: name, SUDO_UID: String(context.account.uid) };
  return context.run(wish.command.length === 0 ? ['bash', '-s'] : wish.command, account, env);
}

const valued = ['-u', '--user', '-g', '-p', '-C', '-h', '-D'];

function readWish(args: readonly string[]): Wish {
  const start = args.findIndex((arg, index) => !isOption(arg) && !valued.includes(args[index - 1] ?? ''));
  const end = start < 0 ? args.length : start;
  const options = args.slice(0, end);
  const at = options.findIndex((arg) => arg === '-u' || arg === '--user');
  const attached = options.map((arg) => /^(?:-u|--user=)(.+)$/.exec(arg)?.[1]).find((each) => each !== undefined);
  const assignments = options.filter((arg) => assignment.test(arg));
  return {
    user: attached ?? (at < 0 ? 'root' : (options[at + 1] ?? 'root')),
    question: options.find((arg) => ['-l', '-v', '-k'].includes(arg)),
    isShell: options.some((arg) => ['-i', '-s', '--login', '--shell'].includes(arg)),
    env: Object.fromEntries(
      assignments.map((arg) => [arg.slice(0, arg.indexOf('=')), arg.slice(arg.indexOf('=') + 1)]),
    ),
    command: args.slice(end),
  };
}

const assignment = /^[A-Za-z_]\w*=/;

function isOption(arg: string): boolean {
  return arg.startsWith('-') || assignment.test(arg);
}

async function su(args: readonly string[], context: CommandContext): Promise<Output> {
  const at = args.indexOf('-c');
  const script = at < 0 ? undefined : args[at + 1];
  const name = args.find((arg, index) => !arg.startsWith('-') && (at < 0 || index !== at + 1)) ?? 'root';
  const account = (await context.kernel.accounts()).find((each) => each.name === name);
  if (account === undefined)
    return fail(`su: user ${name} does not exist or the user entry does not contain all the required fields`);
  if (context.account.uid !== 0) return fail('Password: su: Authentication failure');
  return context.run(script === undefined ? ['bash', '-s'] : ['bash', '-c', script], account, {});
}

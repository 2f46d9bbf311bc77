import { maySudo } from '../../accounts.ts';
import { type CommandContext, fail, type GuestCommand, type Output, ok } from '../command.ts';

/** Being somebody else: sudo, su, runuser, setpriv. */
export const sudoCommands: readonly GuestCommand[] = [
  { name: 'sudo', run: sudo },
  { name: 'su', run: su },
  { name: 'runuser', run: runuser },
  { name: 'setpriv', run: setpriv },
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

/** su [-] [-s SHELL] [-c COMMAND] [USER [ARGUMENTS]], options and operands in any order */
function su(args: readonly string[], context: CommandContext): Promise<Output> {
  return changeUser('su', args, context);
}

/** runuser -u USER [--] COMMAND, or as su */
async function runuser(args: readonly string[], context: CommandContext): Promise<Output> {
  const at = args.findIndex((arg) => arg === '-u' || arg === '--user');
  if (at < 0) return changeUser('runuser', args, context);
  const [name = '', ...rest] = args.slice(at + 1);
  const command = rest[0] === '--' ? rest.slice(1) : rest;
  if (command.length === 0) return fail('runuser: no command was specified');
  return become('runuser', name, command, context);
}

async function changeUser(program: string, args: readonly string[], context: CommandContext): Promise<Output> {
  let [script, shell, name]: (string | undefined)[] = [];
  const operands: string[] = [];
  let isLogin = false;
  for (let index = 0; index < args.length; index += 1) {
    const [arg = '', joined] = (args[index] ?? '').split(/=(.*)/s);
    const value = () => {
      if (joined === undefined) index += 1;
      return joined ?? args[index];
    };
    if (/^-l?c$|^--(session-)?command$/.test(arg)) {
      isLogin ||= arg === '-lc';
      script = value();
    } else if (arg === '-s' || arg === '--shell') shell = value();
    else if (/^-(|l|-login)$/.test(arg)) isLogin = true;
    else if (name === undefined && !/^-(m|p|-preserve-environment)$/.test(arg)) name = arg;
    else operands.push(args[index] ?? '');
  }
  const shellName = (shell ?? '/bin/bash').split('/').at(-1) ?? 'bash';
  const command =
    script === undefined ? [shellName, '-s'] : [shellName, '-c', isLogin ? `cd; ${script}` : script, ...operands];
  return become(program, name ?? 'root', command, context, shell);
}

async function become(
  program: string,
  name: string,
  command: readonly string[],
  context: CommandContext,
  shell?: string,
): Promise<Output> {
  const account = (await context.kernel.accounts()).find((each) => each.name === name);
  if (account === undefined)
    return fail(`${program}: user ${name} does not exist or the user entry does not contain all the required fields`);
  if (context.account.uid !== 0)
    return fail(
      program === 'su' ? 'Password: su: Authentication failure' : 'runuser: may not be used by non-root users',
    );
  if (program === 'su' && shell === undefined && /nologin$|\/false$/.test(account.shell))
    return { stdout: 'This account is currently not available.\n', status: 1 };
  return context.run(command, account, {});
}

/** setpriv --reuid=USER [--regid=GROUP] [--init-groups] COMMAND: the same user's rights, whatever the groups are called. */
async function setpriv(args: readonly string[], context: CommandContext): Promise<Output> {
  const start = args.findIndex((arg, index) => !arg.startsWith('-') && !/^--re[ug]id$/.test(args[index - 1] ?? ''));
  const own = args.slice(0, start < 0 ? args.length : start);
  const at = own.indexOf('--reuid');
  const wanted = at < 0 ? own.find((arg) => arg.startsWith('--reuid='))?.slice('--reuid='.length) : own[at + 1];
  if (start < 0) return fail('setpriv: No program specified', 127);
  if (wanted === undefined) return context.run(args.slice(start));
  const account = (await context.kernel.accounts()).find((each) => each.name === wanted || String(each.uid) === wanted);
  if (account === undefined) return fail(`setpriv: failed to parse reuid: '${wanted}'`);
  if (context.account.uid !== 0) return fail('setpriv: setresuid failed: Operation not permitted', 127);
  return context.run(args.slice(start), account, {});
}

import { maySudo } from '../../accounts.ts';
import { type CommandContext, fail, type GuestCommand, type Output, ok } from '../command.ts';

/** Being somebody else: sudo and su. */
export const sudoCommands: readonly GuestCommand[] = [
  { name: 'sudo', run: sudo },
  { name: 'su', run: su },
];

const withValue = ['-u', '--user', '-g', '-p', '-C', '-h', '-D'];

async function sudo(args: readonly string[], context: CommandContext): Promise<Output> {
  let wanted = 'root';
  let isLogin = false;
  let index = 0;
  const env: Record<string, string> = {};
  for (; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--') {
      index += 1;
      break;
    }
    const attached = /^(?:-u|--user=)(.+)$/.exec(arg);
    if (attached !== null) wanted = attached[1] ?? wanted;
    else if (withValue.includes(arg)) {
      index += 1;
      if (arg === '-u' || arg === '--user') wanted = args[index] ?? wanted;
    } else if (/^[A-Za-z_]\w*=/.test(arg)) env[arg.slice(0, arg.indexOf('='))] = arg.slice(arg.indexOf('=') + 1);
    else if (arg === '-i' || arg === '--login' || arg === '-s') isLogin = true;
    else if (arg === '-l')
      return ok(`User ${context.account.name} may run the following commands: (ALL) NOPASSWD: ALL\n`);
    else if (arg === '-v' || arg === '-k') return maySudo(context.account) ? ok('') : refuse();
    else if (!arg.startsWith('-')) break;
  }
  if (!maySudo(context.account)) return refuse();
  const account = (await context.kernel.accounts()).find((each) => each.name === wanted);
  if (account === undefined)
    return fail(`sudo: unknown user ${wanted}\nsudo: error initializing audit plugin sudoers_audit`);
  const command = args.slice(index);
  if (command.length === 0 && !isLogin) return fail('usage: sudo -h | -K | -k | -V\nusage: sudo [-u user] command');
  const { name } = context.account;
  await context.kernel.log(
    'sudo',
    'sudo',
    `${name} : PWD=${context.cwd} ; USER=${wanted} ; COMMAND=${command.join(' ')}`,
  );
  const argv = command.length === 0 ? ['bash', '-s'] : command;
  return context.run(argv, account, { ...env, SUDO_USER: name, SUDO_UID: String(context.account.uid) });

  function refuse(): Output {
    return fail(
      'sudo: a terminal is required to read the password; either use the -S option to read from standard input\nsudo: a password is required',
    );
  }
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

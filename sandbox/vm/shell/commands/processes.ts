import { posix } from 'node:path';
import { type CommandContext, fail, type GuestCommand, type Output, ok, quote } from '../command.ts';
import { reasons } from '../refused-redirection.ts';

/** Running and ending programs: shells, env, nohup, nice, kill; and what a shell in memory has no use for: ulimit. */
export const processCommands: readonly GuestCommand[] = [
  { name: 'bash', run: shell },
  { name: 'sh', run: shell },
  { name: 'nohup', run: (args, context) => context.run(args) },
  { name: 'nice', run: (args, context) => context.run(withoutOptions(args, ['-n'])) },
  { name: 'ionice', run: (args, context) => context.run(withoutOptions(args, ['-c', '-n'])) },
  { name: 'setsid', run: (args, context) => context.run(withoutOptions(args, [])) },
  { name: 'stdbuf', run: (args, context) => context.run(withoutOptions(args, ['-o', '-e', '-i'])) },
  { name: 'kill', run: kill },
  { name: 'env', run: env },
  { name: 'xargs', run: (args, context) => context.original(args.flatMap(apart)) },
  { name: 'ps', run: ps },
  { name: 'pgrep', run: pgrep },
  { name: 'pidof', run: pgrep },
  { name: 'umask', run: umask },
  { name: 'may-write', run: mayWrite },
  { name: 'quote-words', run: (args) => ok(args.map(quote).join(' ')) },
  { name: 'ulimit', run: (args) => ok(args.some((arg) => !arg.startsWith('-')) ? '' : 'unlimited\n') },
  { name: 'sync', run: () => ok('') },
];

/** The shell's own bash knows `-c` and files; here it also reads its script from standard input, and takes `-lc`. */
async function shell(args: readonly string[], context: CommandContext): Promise<Output> {
  const end = args.findIndex(
    (arg, index) => arg === '--' || (!/^[-+]/.test(arg) && !['-o', '+o', '-O'].includes(args[index - 1] ?? '')),
  );
  const options = args.slice(0, end < 0 ? args.length : end);
  const operands = end < 0 ? [] : args.slice(args[end] === '--' ? end + 1 : end);
  const letters = options.filter((arg) => /^-[a-z]+$/.test(arg)).join('');
  const named = options.flatMap((arg, index) => (arg === '-o' ? [`set -o ${quote(args[index + 1] ?? '')}\n`] : []));
  const settings = [
    ...named,
    ...['e', 'u', 'x'].filter((each) => letters.includes(each)).map((each) => `set -${each}\n`),
  ];
  context.umask.keep();
  try {
    const run = (script: string, rest: readonly string[]) =>
      context.original(['-c', settings.join('') + script, ...rest]);
    if (letters.includes('c')) return await run(operands[0] ?? '', operands.slice(1));
    if (operands.length > 0 && !letters.includes('s')) return await context.original(operands);
    return await run(Buffer.from(context.stdin).toString('utf8'), ['bash', ...operands]);
  } finally {
    context.umask.back();
  }
}

/** env [-i] [-u NAME] [NAME=VALUE...] [COMMAND] */
function env(args: readonly string[], context: CommandContext): Output | Promise<Output> {
  const at = args.findIndex(
    (arg, index) => !/^-|^[A-Za-z_]\w*=/.test(arg) && !['-u', '-C'].includes(args[index - 1] ?? ''),
  );
  const [own, command] = at < 0 ? [args, []] : [args.slice(0, at), args.slice(at)];
  const isBare = own.some((arg) => ['-i', '-', '--ignore-environment'].includes(arg));
  const unset = own.filter((_, index) => own[index - 1] === '-u');
  const given = own.filter((arg) => /^[A-Za-z_]\w*=/.test(arg)).map((arg) => arg.split(/=(.*)/s).slice(0, 2));
  const kept = Object.entries(isBare ? {} : context.exported).filter(([name]) => !unset.includes(name));
  const all: Record<string, string> = Object.fromEntries([...kept, ...given]);
  if (command.length > 0) return context.run(command, context.account, all, true);
  return ok(
    Object.entries(all)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
}

/** Asked by the shell before it sends output to a file. */
async function mayWrite([path = '']: readonly string[], { kernel, account, cwd }: CommandContext): Promise<Output> {
  const code = await kernel.whyNotWrite(account, posix.resolve(cwd, path));
  return code === undefined ? ok('') : fail(`bash: line 1: ${path}: ${reasons[code] ?? code}`);
}

/** `-n1` is `-n 1`; the shell's own xargs knows the second form alone. */
function apart(arg: string): readonly string[] {
  const [, option, value] = /^(-[nILPsd])(.+)$/.exec(arg) ?? [];
  return option === undefined || value === undefined ? [arg] : [option, value];
}

/** umask [MODE]; `--keep` and `--back STATUS` are for the sandbox's own subshells. */
function umask([first, status]: readonly string[], { umask: own }: CommandContext): Output {
  if (first === undefined) return ok(`${own.bits.toString(8).padStart(4, '0')}\n`);
  if (first === '--keep') own.keep();
  if (first === '--back') {
    own.back();
    return { status: Number(status) };
  }
  if (/^[0-7]{1,4}$/.test(first)) own.bits = Number.parseInt(first, 8) & 0o777;
  else if (/^u=rwx,g=,o=$|^go=$/.test(first)) own.bits = 0o077;
  else if (!first.startsWith('--')) return fail(`umask: ${first}: invalid mode`);
  return ok('');
}

function withoutOptions(args: readonly string[], valued: readonly string[]): readonly string[] {
  const start = args.findIndex((arg, index) => !arg.startsWith('-') && !valued.includes(args[index - 1] ?? ''));
  return start < 0 ? [] : args.slice(start);
}

/** The pid of whatever script runs; it is the only one that a script can end. */
const ownPid = '2000';
const otherPids = ['1', '842', '901'];
const signalNumbers: Readonly<Record<string, string>> = {
  1: 'HUP',
  2: 'INT',
  3: 'QUIT',
  6: 'ABRT',
  9: 'KILL',
  15: 'TERM',
};

function kill(args: readonly string[], { kernel, account }: CommandContext): Output | Promise<Output> {
  const [first = '', second = ''] = args;
  if (first === '-l') return ok(`${Object.values(signalNumbers).join(' ')}\n`);
  const given = first === '-s' || first === '-n' ? second : /^-(\w+)$/.exec(first)?.[1];
  const pids = args
    .slice(given === undefined ? 0 : first === '-s' || first === '-n' ? 2 : 1)
    .filter((arg) => arg !== '--');
  if (pids.length === 0) return fail('kill: usage: kill [-s sigspec | -n signum] pid', 2);
  const name = (signalNumbers[given ?? '15'] ?? given ?? 'TERM').replace(/^SIG/, '').toUpperCase();
  const missing = pids.find((pid) => pid !== ownPid && !otherPids.includes(pid));
  if (missing !== undefined) return fail(`kill: (${missing}) - No such process`);
  if (name === '0')
    return pids.includes(ownPid) || account.uid === 0 ? ok('') : fail(`kill: (${pids[0]}) - Operation not permitted`);
  if (pids.includes(ownPid)) return kernel.endBySignal(name);
  return account.uid === 0 ? ok('') : fail(`kill: (${pids[0]}) - Operation not permitted`);
}

async function ps(_args: readonly string[], { kernel, account }: CommandContext): Promise<Output> {
  const { sshd } = await kernel.facts();
  const rows = [
    ['root', '1', '/sbin/init'],
    ...(sshd.running ? [['root', '842', 'sshd: /usr/sbin/sshd -D [listener]']] : []),
    ['root', '901', '/usr/bin/python3 -u /usr/sbin/waagent -daemon'],
    [account.name, '2000', '-bash'],
  ];
  return ok(
    `USER         PID COMMAND\n${rows.map(([user = '', pid = '', command]) => `${user.padEnd(9)} ${pid.padStart(6)} ${command}\n`).join('')}`,
  );
}

async function pgrep(args: readonly string[], { kernel }: CommandContext): Promise<Output> {
  const { sshd } = await kernel.facts();
  return args.at(-1) === 'sshd' && sshd.running ? ok('842\n') : { status: 1 };
}

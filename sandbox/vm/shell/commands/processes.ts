import { type CommandContext, fail, type GuestCommand, type Output, ok, quote } from '../command.ts';

/** Running and ending programs: shells, nohup, nice, kill; and what a shell in memory has no use for: trap, umask, ulimit. */
export const processCommands: readonly GuestCommand[] = [
  { name: 'bash', run: shell },
  { name: 'sh', run: shell },
  { name: 'nohup', run: (args, context) => context.run(args) },
  { name: 'nice', run: (args, context) => context.run(withoutOptions(args, ['-n'])) },
  { name: 'ionice', run: (args, context) => context.run(withoutOptions(args, ['-c', '-n'])) },
  { name: 'setsid', run: (args, context) => context.run(withoutOptions(args, [])) },
  { name: 'stdbuf', run: (args, context) => context.run(withoutOptions(args, ['-o', '-e', '-i'])) },
  { name: 'kill', run: kill },
  { name: 'ps', run: ps },
  { name: 'trap', run: () => ok('') },
  { name: 'umask', run: (args) => ok(args.length === 0 ? '0022\n' : '') },
  { name: 'ulimit', run: () => ok('unlimited\n') },
  { name: 'sync', run: () => ok('') },
];

/** The shell's own bash knows `-c` and files; here it also reads its script from standard input, and takes `-lc`. */
function shell(args: readonly string[], context: CommandContext): Promise<Output> {
  const end = args.findIndex((arg, index) => !/^[-+]/.test(arg) && !['-o', '+o', '-O'].includes(args[index - 1] ?? ''));
  const options = args.slice(0, end < 0 ? args.length : end);
  const operands = end < 0 ? [] : args.slice(end);
  const letters = options.filter((arg) => /^-[a-z]+$/.test(arg)).join('');
  const named = options.flatMap((arg, index) => (arg === '-o' ? [`set -o ${quote(args[index + 1] ?? '')}\n`] : []));
  const settings = [
    ...named,
    ...['e', 'u', 'x'].filter((each) => letters.includes(each)).map((each) => `set -${each}\n`),
  ];
  const run = (script: string, rest: readonly string[]) =>
    context.original(['-c', settings.join('') + script, ...rest]);
  if (letters.includes('c')) return run(operands[0] ?? '', operands.slice(1));
  if (operands.length > 0 && !letters.includes('s')) return context.original(args);
  return run(Buffer.from(context.stdin).toString('utf8'), ['bash', ...operands]);
}

function withoutOptions(args: readonly string[], valued: readonly string[]): readonly string[] {
  const start = args.findIndex((arg, index) => !arg.startsWith('-') && !valued.includes(args[index - 1] ?? ''));
  return start < 0 ? [] : args.slice(start);
}

function kill(args: readonly string[]): Output {
  const pid = args.filter((arg) => !arg.startsWith('-')).at(-1);
  return pid === undefined
    ? fail('kill: usage: kill [-s sigspec | -n signum] pid', 2)
    : fail(`kill: (${pid}) - No such process`);
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

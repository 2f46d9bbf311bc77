import { type CommandContext, fail, type GuestCommand, type Output, ok } from '../command.ts';

/** Running and ending programs: timeout, nohup, nice, kill; and what a shell in memory has no use for: trap, umask, ulimit. */
export const processCommands: readonly GuestCommand[] = [
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

import { type CommandContext, fail, type GuestCommand, type Output, ok } from '../command.ts';
import { humanSize } from './human-size.ts';

const kernelRelease = '6.8.0-1021-azure';

/** What kind of machine it is: uname, hostname, uptime, free, nproc, date. */
export const systemCommands: readonly GuestCommand[] = [
  { name: 'uname', run: uname },
  { name: 'hostname', run: async (_args, { kernel }) => ok(`${(await kernel.facts()).hostName}\n`) },
  { name: 'uptime', run: uptime },
  { name: 'free', run: free },
  { name: 'nproc', run: () => ok('2\n') },
  { name: 'arch', run: () => ok('x86_64\n') },
  { name: 'date', run: date },
];

async function uname(args: readonly string[], { kernel }: CommandContext): Promise<Output> {
  const { hostName } = await kernel.facts();
  const fields: readonly (readonly [string, string])[] = [
    ['s', 'Linux'],
    ['n', hostName],
    ['r', kernelRelease],
    ['v', '#25~24.04.1-Ubuntu SMP'],
    ['m', 'x86_64'],
    ['o', 'GNU/Linux'],
  ];
  const letters = args.join('').replaceAll('-', '') || 's';
  const unknown = [...letters].find((letter) => letter !== 'a' && !fields.some(([each]) => each === letter));
  if (unknown !== undefined) return fail(`uname: invalid option -- '${unknown}'`);
  const shown = fields.filter(([letter]) => letters.includes('a') || letters.includes(letter));
  return ok(`${shown.map(([, value]) => value).join(' ')}\n`);
}

async function uptime(args: readonly string[], { kernel }: CommandContext): Promise<Output> {
  const [now, { bootedAtMs, state }] = await Promise.all([kernel.now(), kernel.facts()]);
  const minutes = Math.max(0, Math.floor((now - bootedAtMs) / 60_000));
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  if (args.includes('-s')) return ok(`${new Date(bootedAtMs).toISOString().slice(0, 19).replace('T', ' ')}\n`);
  if (args.includes('-p')) return ok(`up ${days} days, ${hours} hours, ${rest} minutes\n`);
  const time = new Date(now).toISOString().slice(11, 19);
  const clock = hours > 0 ? `${hours}:${String(rest).padStart(2, '0')}` : `${rest} min`;
  return ok(
    ` ${time} up ${days > 0 ? `${days} day${days === 1 ? '' : 's'}, ` : ''}${clock},  1 user,  load average: ${state.given.load.map((each) => each.toFixed(2)).join(', ')}\n`,
  );
}

async function free(args: readonly string[], { kernel }: CommandContext): Promise<Output> {
  const { totalMb, availableMb, swapMb } = (await kernel.facts()).state.given.memory;
  const [unit, isHuman] = [args.some((arg) => /^-\w*m/.test(arg)) ? 1 : 1024, args.some((arg) => /^-\w*h/.test(arg))];
  const show = (mib: number) => (isHuman ? humanSize(mib * 1_048_576) : String(mib * unit));
  const row = (name: string, ...mib: number[]) => name.padEnd(8) + mib.map((each) => show(each).padStart(12)).join('');
  const free = Math.round(availableMb * 0.8);
  const heads = ['total', 'used', 'free', 'shared', 'buff/cache', 'available'];
  return ok(
    [
      `${' '.repeat(8)}${heads.map((name) => name.padStart(12)).join('')}`,
      row('Mem:', totalMb, Math.max(0, totalMb - availableMb), free, 4, Math.max(0, availableMb - free), availableMb),
      row('Swap:', swapMb, 0, swapMb),
      '',
    ].join('\n'),
  );
}

/** The time is the sandbox's, not the computer's. */
async function date(args: readonly string[], context: CommandContext): Promise<Output> {
  const isGiven = args.some((arg) => /^(-\w*[drf]|--date|--reference|--file)/.test(arg));
  const now = await context.kernel.now();
  return context.original(isGiven ? args : ['-d', `@${Math.floor(now / 1000)}`, ...args]);
}

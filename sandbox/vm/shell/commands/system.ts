import { type CommandContext, fail, type GuestCommand, type Output, ok } from '../command.ts';

const kernelRelease = '6.8.0-1021-azure';

/** What kind of machine it is: uname, hostname, uptime, df, free, nproc, date. */
export const systemCommands: readonly GuestCommand[] = [
  { name: 'uname', run: uname },
  { name: 'hostname', run: async (_args, { kernel }) => ok(`${(await kernel.facts()).hostName}\n`) },
  { name: 'uptime', run: uptime },
  { name: 'df', run: df },
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
  const [now, { bootedAtMs }] = await Promise.all([kernel.now(), kernel.facts()]);
  const minutes = Math.max(0, Math.floor((now - bootedAtMs) / 60_000));
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  if (args.includes('-s')) return ok(`${new Date(bootedAtMs).toISOString().slice(0, 19).replace('T', ' ')}\n`);
  if (args.includes('-p')) return ok(`up ${days} days, ${hours} hours, ${rest} minutes\n`);
  const time = new Date(now).toISOString().slice(11, 19);
  const clock = hours > 0 ? `${hours}:${String(rest).padStart(2, '0')}` : `${rest} min`;
  return ok(
    ` ${time} up ${days > 0 ? `${days} day${days === 1 ? '' : 's'}, ` : ''}${clock},  1 user,  load average: 0.08, 0.03, 0.01\n`,
  );
}

function df(args: readonly string[]): Output {
  const isHuman = args.some((arg) => /^-\w*h/.test(arg));
  const disks = [
    ['/dev/root', 30_298_176, 2_211_840, 28_069_952, '8%', '/'],
    ['tmpfs', 4_013_056, 0, 4_013_056, '0%', '/dev/shm'],
    ['/dev/sda16', 901_120, 62_464, 777_216, '8%', '/boot'],
    ['/dev/sdb1', 16_375_808, 28, 15_518_720, '1%', '/mnt'],
  ] as const;
  const operands = args.filter((arg) => !arg.startsWith('-'));
  const shown = operands.length === 0 ? disks : disks.filter(([, , , , , mount]) => operands.includes(mount));
  const size = (kib: number) => (isHuman ? humanSize(kib * 1024) : String(kib));
  const rows = (shown.length === 0 ? disks.slice(0, 1) : shown).map(([name, total, used, free, share, mount]) =>
    [
      name.padEnd(14),
      size(total).padStart(10),
      size(used).padStart(9),
      size(free).padStart(9),
      share.padStart(4),
      mount,
    ].join(' '),
  );
  const head = `Filesystem     ${isHuman ? '      Size' : ' 1K-blocks'}      Used ${isHuman ? '    Avail' : 'Available'} Use% Mounted on`;
  return ok(`${[head, ...rows].join('\n')}\n`);
}

function free(args: readonly string[]): Output {
  const unit = args.includes('-h')
    ? humanSize
    : (bytes: number) => String(bytes / (args.includes('-m') ? 1_048_576 : 1024));
  const row = (name: string, ...mib: number[]) =>
    name.padEnd(8) + mib.map((each) => unit(each * 1_048_576).padStart(12)).join('');
  return ok(
    [
      `${' '.repeat(8)}${['total', 'used', 'free', 'shared', 'buff/cache', 'available'].map((name) => name.padStart(12)).join('')}`,
      row('Mem:', 7838, 612, 5904, 4, 1572, 7226),
      row('Swap:', 0, 0, 0),
      '',
    ].join('\n'),
  );
}

function humanSize(bytes: number): string {
  const units = ['B', 'K', 'M', 'G', 'T'];
  const step = bytes === 0 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 1024 ** step;
  return bytes === 0 ? '0' : `${value < 10 && step > 0 ? value.toFixed(1) : Math.round(value)}${units[step]}`;
}

/** The time is the sandbox's, not the computer's. */
async function date(args: readonly string[], context: CommandContext): Promise<Output> {
  const isGiven = args.some((arg) => /^(-\w*[drf]|--date|--reference|--file)/.test(arg));
  const now = await context.kernel.now();
  return context.original(isGiven ? args : ['-d', `@${Math.floor(now / 1000)}`, ...args]);
}

import { posix } from 'node:path';
import type { Disk } from '../../machine-state.ts';
import { type CommandContext, fail, type GuestCommand, type Output, ok } from '../command.ts';
import { humanSize } from './human-size.ts';

/** df, and what is mounted. */
export const diskCommands: readonly GuestCommand[] = [
  { name: 'df', run: df },
  { name: 'findmnt', run: findmnt },
];

/** -P, -k, -h, -i, -T, --output=pcent,target */
async function df(args: readonly string[], context: CommandContext): Promise<Output> {
  const letters = args.filter((arg) => /^-[a-zA-Z]+$/.test(arg)).join('');
  const operands = args.filter((arg) => !arg.startsWith('-'));
  const { disks } = (await context.kernel.facts()).state;
  const errors: string[] = [];
  const shown: Disk[] = [];
  for (const operand of operands) {
    const path = posix.resolve(context.cwd, operand);
    if (await context.kernel.exists(context.account, path)) shown.push(diskOf(disks, await realPath(path, context)));
    else errors.push(`df: ${operand}: No such file or directory\n`);
  }
  const output = args
    .find((arg) => arg.startsWith('--output'))
    ?.split('=')[1]
    ?.split(',');
  const table = columnsOf(letters, output);
  if (typeof table === 'string') return fail(`df: option --output: field ‘${table}’ unknown`);
  const rows = operands.length === 0 ? disks : shown;
  const text =
    rows.length === 0
      ? ''
      : render([table.map(([head]) => head), ...rows.map((disk) => table.map(([, cell]) => cell(disk)))]);
  return { stdout: text, stderr: errors.join(''), status: errors.length > 0 ? 1 : 0 };
}

function diskOf(disks: readonly Disk[], path: string): Disk {
  const under = disks.filter(({ mount }) => mount === '/' || path === mount || path.startsWith(`${mount}/`));
  const [deepest] = under.toSorted((a, b) => b.mount.length - a.mount.length);
  if (deepest === undefined) throw new Error('A machine without a disk');
  return deepest;
}

async function realPath(path: string, { kernel, account }: CommandContext): Promise<string> {
  return kernel.realPath(account, path).catch(() => path);
}

type Column = readonly [head: string, cell: (disk: Disk) => string];

const used = ({ totalKib, percent }: Disk) => Math.round((totalKib * percent) / 100);
const usedInodes = ({ inodes, inodesPercent }: Disk) => Math.round((inodes * inodesPercent) / 100);

/** The unknown field's name where `--output` has one. */
function columnsOf(letters: string, output: readonly string[] | undefined): readonly Column[] | string {
  const isHuman = letters.includes('h');
  const size = (kib: number) => (isHuman ? humanSize(kib * 1024) : String(kib));
  const fields: Readonly<Record<string, Column>> = {
    source: ['Filesystem', ({ device }) => device],
    fstype: ['Type', ({ type }) => type],
    size: [isHuman ? 'Size' : letters.includes('P') ? '1024-blocks' : '1K-blocks', ({ totalKib }) => size(totalKib)],
    used: ['Used', (disk) => size(used(disk))],
    avail: [isHuman ? 'Avail' : 'Available', (disk) => size(disk.totalKib - used(disk))],
    pcent: [letters.includes('P') ? 'Capacity' : 'Use%', ({ percent }) => `${percent}%`],
    itotal: ['Inodes', ({ inodes }) => String(inodes)],
    iused: ['IUsed', (disk) => String(usedInodes(disk))],
    iavail: ['IFree', (disk) => String(disk.inodes - usedInodes(disk))],
    ipcent: ['IUse%', ({ inodesPercent }) => `${inodesPercent}%`],
    target: [output === undefined ? 'Mounted on' : 'Mounted on', ({ mount }) => mount],
  };
  const inodes = ['itotal', 'iused', 'iavail', 'ipcent'];
  const names = output ?? [
    'source',
    ...(letters.includes('T') ? ['fstype'] : []),
    ...(letters.includes('i') ? inodes : ['size', 'used', 'avail', 'pcent']),
    'target',
  ];
  const unknown = names.find((name) => !Object.hasOwn(fields, name));
  return unknown ?? names.flatMap((name) => (fields[name] === undefined ? [] : [fields[name]]));
}

/** Names to the left, numbers to the right. */
function render(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const isText = (column: number) => /^(Filesystem|Type|Mounted on)$/.test(rows[0]?.[column] ?? '');
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (isText(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join(' ')
      .trimEnd();
  return rows.map((row) => `${line(row)}\n`).join('');
}

/** findmnt [-n] [-o OPTIONS] [PATH] */
async function findmnt(args: readonly string[], context: CommandContext): Promise<Output> {
  const { disks } = (await context.kernel.facts()).state;
  const at = args.findIndex((arg) => /^-n?o$|^--output$/.test(arg));
  const wanted = at < 0 ? ['TARGET', 'SOURCE', 'FSTYPE', 'OPTIONS'] : (args[at + 1] ?? '').split(',');
  const path = args.find((arg, index) => arg.startsWith('/') && (at < 0 || index !== at + 1));
  const found = path === undefined ? disks : disks.filter(({ mount }) => mount === path);
  const rows = found.map((disk) => {
    const options = disk.readOnly ? 'ro,relatime' : 'rw,relatime';
    const cells: Readonly<Record<string, string>> = {
      TARGET: disk.mount,
      SOURCE: disk.device,
      FSTYPE: disk.type,
      OPTIONS: options,
    };
    return wanted.map((name) => cells[name.toUpperCase()] ?? '').join(' ');
  });
  const head = args.some((arg) => /^-\w*n/.test(arg)) ? [] : [wanted.join(' ')];
  return found.length === 0 ? { status: 1 } : ok([...head, ...rows].map((row) => `${row}\n`).join(''));
}

import { parse } from 'just-bash';

/**
 * Programs that read standard input unless they are given files: how many operands come before the files, and which
 * options take a value of their own.
 */
const readers: Readonly<Record<string, { readonly before: number; readonly valued?: string }>> = {
  ...byName(['cat', 'uniq', 'base64', 'md5sum', 'sha1sum', 'sha256sum', 'gzip', 'gunzip', 'sh', 'bash'], { before: 0 }),
  ...byName(['head', 'tail', 'wc'], { before: 0, valued: 'nc' }),
  ...byName(['sort'], { before: 0, valued: 'kto' }),
  ...byName(['cut'], { before: 0, valued: 'dfcb' }),
  ...byName(['od'], { before: 0, valued: 'tANj' }),
  ...byName(['sed', 'awk', 'jq'], { before: 1, valued: 'Fv' }),
  ...byName(['grep', 'egrep', 'fgrep'], { before: 1, valued: 'ABCm' }),
  ...byName(['tee', 'tr', 'xargs', 'read', 'mapfile'], { before: Number.POSITIVE_INFINITY }),
  ...byName(['ssh-keygen', 'tar'], { before: -1 }),
};

/** Programs that run another one, with how many operands of their own. */
const wrappers: Readonly<Record<string, number>> = {
  sudo: 0,
  env: 0,
  nohup: 0,
  nice: 0,
  exec: 0,
  command: 0,
  time: 0,
  timeout: 1,
};

/**
 * Whether a script may read its standard input. The shell takes input only as a whole, and a person's ssh does not end
 * it before the command has answered: so input is awaited only where it can matter.
 */
export function readsInput(script: string): boolean {
  try {
    return headsOf(parse(script)).some((words) => isReader(words));
  } catch {
    return false;
  }
}

function isReader([name = '', ...args]: readonly string[]): boolean {
  const own = wrappers[name];
  if (own !== undefined) {
    const operands = args.flatMap((arg, index) => (arg.startsWith('-') || arg.includes('=') ? [] : [index]));
    return isReader(args.slice(operands[own] ?? args.length));
  }
  const reader = Object.hasOwn(readers, name) ? readers[name] : undefined;
  if (reader === undefined) return false;
  if (args.includes('-') || args.includes('/dev/stdin')) return true;
  if ((name === 'sh' || name === 'bash') && args.some((arg) => /^-\w*c$/.test(arg))) return false;
  const files = args.filter((arg, index) => !arg.startsWith('-') && !takesValue(args[index - 1], reader.valued));
  return reader.before >= 0 && files.length <= reader.before;
}

function takesValue(option: string | undefined, valued = ''): boolean {
  return option !== undefined && /^-\w$/.test(option) && valued.includes(option.slice(1));
}

interface Tree {
  readonly type?: string;
  readonly commands?: readonly unknown[];
  readonly name?: unknown;
  readonly args?: readonly unknown[];
  readonly redirections?: readonly { readonly operator?: string }[];
}

/** The words of each command that could see the script's own input: those behind a pipe or a `<` cannot. */
function headsOf(node: unknown): string[][] {
  if (Array.isArray(node)) return node.flatMap(headsOf);
  if (typeof node !== 'object' || node === null) return [];
  const tree = node as Tree;
  if (tree.redirections?.some(({ operator }) => operator?.startsWith('<'))) return [];
  if (tree.type === 'Pipeline') return headsOf(tree.commands?.[0]);
  if (tree.type === 'SimpleCommand') return [[tree.name, ...(tree.args ?? [])].map(wordText)];
  return Object.values(tree).flatMap(headsOf);
}

function wordText(word: unknown): string {
  const parts =
    (word as { parts?: readonly { value?: string; parts?: readonly { value?: string }[] }[] } | null)?.parts ?? [];
  return parts.map((part) => part.value ?? part.parts?.map((inner) => inner.value ?? '?').join('') ?? '?').join('');
}

function byName<T>(names: readonly string[], value: T): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, value]));
}

/**
 * An Azure CLI command line, ready to paste into a POSIX shell. Options without a value are left out.
 *
 * @param words the command behind `az`, e.g. `vm start`
 */
export function azCommand(words: string, options: Readonly<Record<string, string | number | undefined>>): string {
  const written = Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `--${name} ${shellWord(String(value))}`);
  return ['az', words, ...written].join(' ');
}

/** A value as one word of a POSIX shell, quoted only where it must be. */
function shellWord(value: string): string {
  return /^[A-Za-z0-9_./:@%+,=-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

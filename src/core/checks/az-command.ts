import { shellWord } from '../text/shell-word.ts';

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

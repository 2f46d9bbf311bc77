import type { Lines, Shell } from './lines.ts';
import { shellWord } from './shell-word.ts';

/** Options of `az` in their order, without the dashes; true for one without a value. Those that are undefined are left out. */
type AzOptions = Readonly<Record<string, string | number | true | undefined>>;

/** One Azure CLI command line for each shell. */
export function azLines(words: string, options: AzOptions): Lines {
  const given = Object.entries(options);
  const of = (shell: Shell) => {
    const written = given.flatMap(([name, value]) => (value === undefined ? [] : [option(name, value, shell)]));
    return written.includes(undefined) ? [] : [['az', words, ...written].join(' ')];
  };
  return { sh: of('sh'), powershell: of('powershell'), cmd: of('cmd') };
}

function option(name: string, value: string | number | true, shell: Shell): string | undefined {
  if (value === true) return `--${name}`;
  const text = String(value);
  // Behind a space argparse would take a dash for another option.
  const isDashed = text.startsWith('-');
  const word = isDashed ? shellWord(text.slice(1), shell) : shellWord(text, shell);
  if (word === undefined) return undefined;
  return isDashed ? `--${name}=-${word}` : `--${name} ${word}`;
}

import { code } from './escape.ts';
import { nearest } from './nearest.ts';
import { type Refusal, refuse } from './refusal.ts';

export interface ReadOptions<Name extends string> {
  readonly ok: true;
  /** Words that belong to no option, in their order. */
  readonly words: readonly string[];
  readonly options: Readonly<Partial<Record<Name, string>>>;
}

/** Takes `name value`, `--name value`, `name=value` and `--name=value` out of the words, in any order and case. */
export function readOptions<Name extends string>(
  words: readonly string[],
  names: readonly Name[],
): ReadOptions<Name> | Refusal {
  const rest: string[] = [];
  const options: Partial<Record<Name, string>> = {};
  const queue = [...words];
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    const [, dashes = '', typed = '', assigned] = /^(-{0,2})([^=]*?)(?:=(.*))?$/s.exec(word) ?? [];
    const name = names.find((each) => each === typed.toLowerCase());
    if (name === undefined) {
      if (dashes !== '' || assigned !== undefined) return unknownOption(typed, names);
      rest.push(word);
      continue;
    }
    const value = assigned ?? queue.shift();
    if (value === undefined || value === '')
      return refuse(`The value of ${code(name)} is missing.`, `Type it behind the word: ${code(`${name} …`)}.`);
    if (options[name] !== undefined) return refuse(`${code(name)} is given twice.`, 'Give it once.');
    options[name] = value;
  }
  return { ok: true, words: rest, options };
}

function unknownOption(typed: string, names: readonly string[]): Refusal {
  const near = nearest(typed, names);
  const known = names.map((name) => code(name)).join(' and ');
  return refuse(
    typed === '' ? 'A dash stands alone there.' : `There is no option ${code(typed.slice(0, 60))}.`,
    near === undefined ? `The options are ${known}.` : `Did you mean ${code(near)}?`,
  );
}

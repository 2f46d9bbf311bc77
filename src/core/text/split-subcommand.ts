import { normaliseTyped } from './normalise-typed.ts';

/** What was typed behind `/vm`, taken apart. */
export interface SplitSubcommand {
  /** The first word, in lower case; '' without one. */
  readonly subcommand: string;
  /** The rest, normalised. */
  readonly rest: string;
  /** The rest as Slack sent it, for what may not be changed on its way. */
  readonly raw: string;
}

const firstWord = /^[\s\p{Z}\p{Cc}\p{Cf}]*[^\s\p{Z}\p{Cc}]*[\s\p{Z}\p{Cc}]*/u;

export function splitSubcommand(text: string): SplitSubcommand {
  const normal = normaliseTyped(text);
  const [first = ''] = normal.split(' ', 1);
  return {
    subcommand: first.toLowerCase(),
    rest: normal.slice(first.length).trim(),
    raw: text.replace(firstWord, ''),
  };
}

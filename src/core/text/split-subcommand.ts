import { normaliseTyped } from './normalise-typed.ts';

/** What was typed behind `/vm`: its first word in lower case ('' without one), and the rest, normalised. */
export function splitSubcommand(text: string): { readonly subcommand: string; readonly rest: string } {
  const normal = normaliseTyped(text);
  const [first = ''] = normal.split(' ', 1);
  return { subcommand: first.toLowerCase(), rest: normal.slice(first.length).trim() };
}

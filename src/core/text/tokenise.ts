import { code } from './escape.ts';
import { type Refusal, refuse } from './refusal.ts';

/** Splits normalised text into words; quotes and backticks hold a value together. */
export function tokenise(text: string): { readonly ok: true; readonly words: readonly string[] } | Refusal {
  const words: string[] = [];
  for (const part of text.trim().matchAll(/\s*((?:[^\s=]*=)?(?:"[^"]*"|'[^']*'|`[^`]*`)(?=\s|$)|\S+)/g)) {
    const raw = part[1] ?? '';
    const opened = /^(?:[^\s=]*=)?(["'`])/.exec(raw)?.[1];
    if (opened === undefined) words.push(raw);
    else if (raw.endsWith(opened) && raw.indexOf(opened) < raw.length - 1) words.push(unquote(raw, opened));
    else
      return refuse(
        `The quote that opens at ${code(raw.slice(0, 60))} is not closed.`,
        'Close the quote, or leave quotes out.',
      );
  }
  return { ok: true, words };
}

function unquote(raw: string, quote: string): string {
  const opens = raw.indexOf(quote);
  return `${raw.slice(0, opens)}${raw.slice(opens + 1, -1)}`;
}

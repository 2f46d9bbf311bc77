import { closeWords } from '../core/text/close-words.ts';

const most = 5;

/** Names that somebody may have meant: typing errors first, the closest first, then names that share a part. */
export function nearNames(word: string, names: readonly string[]): string[] {
  // Names that differ in case only are one name to Azure, and to whoever types it.
  const different = [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
  const near = closeWords(word, different).slice(0, most);
  const typed = word.toLowerCase();
  const related = different
    .filter((name) => !near.includes(name) && sharesPart(typed, name.toLowerCase()))
    .sort((a, b) => Math.abs(a.length - word.length) - Math.abs(b.length - word.length));
  return [...near, ...related].slice(0, most);
}

/** Two letters are in too many names to mean anything. */
function sharesPart(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short.length >= 3 && long.includes(short);
}

import { shellWords } from './shell-words.ts';
import type { CommandTemplate } from './template.ts';

/** The values that stand where the template has its parameters; undefined where the words are other words. */
export function argsByShape(template: CommandTemplate, words: readonly string[]): readonly string[] | undefined {
  const wanted = wordsOf(template);
  if (wanted === undefined || wanted.length !== words.length) return undefined;
  const args: string[] = [];
  for (const [at, want] of wanted.entries()) {
    const word = words[at] ?? '';
    if (want.isHole ? !word.startsWith(want.text) : word !== want.text) return undefined;
    if (want.isHole) args.push(word.slice(want.text.length));
  }
  return args;
}

interface WantedWord {
  /** The whole word; of a hole what stands in front of it in the same word. */
  readonly text: string;
  readonly isHole: boolean;
}

/** A private character that stands for a hole while the shell's words are found. */
const mark = '\u{f8ff}';

function wordsOf({ parts }: CommandTemplate): readonly WantedWord[] | undefined {
  const line = parts.map((part) => (part.kind === 'literal' ? part.text.replaceAll(mark, ' ') : mark)).join('');
  return shellWords(line)?.map((word) => ({ text: word.replace(mark, ''), isHole: word.endsWith(mark) }));
}

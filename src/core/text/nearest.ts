import { closeWords } from './close-words.ts';

/** The candidate that a mistyped word most likely meant, without case; undefined when none is close. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  return closeWords(word, candidates)[0];
}

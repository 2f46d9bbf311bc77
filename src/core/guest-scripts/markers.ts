/** What stands around a script's output, so that nobody takes the output of something else for it. */
export const beginWord = 'drawbridge-begin';
export const endWord = 'drawbridge-end';

/** Of each stream Azure gives back so many bytes at most, and they are its last ones. */
export const mostStreamBytes = 4096;

/**
 * Bytes that a script may print on standard output and have them come back whole, beside the markers.
 * @param sentinel as given to `wrapScript`
 */
export function mostOutputBytes(sentinel: string): number {
  const begin = `${beginWord} ${sentinel}\n`;
  const end = `\n${endWord} ${sentinel} 255\n`;
  return mostStreamBytes - begin.length - end.length;
}

/** Letters and digits, and too many of them to be guessed: nothing that a shell or a pattern would take for its own. */
export function isSentinel(text: string): boolean {
  return /^[0-9A-Za-z]{16,64}$/.test(text);
}

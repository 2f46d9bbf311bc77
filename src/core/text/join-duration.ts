/** "for 2 hours" is one value in two words. */
export function joinDuration(words: readonly string[]): string[] {
  const joined: string[] = [];
  for (const [at, word] of words.entries()) {
    const isUnit =
      /^[a-z]+$/i.test(word) && /^\d+$/.test(words[at - 1] ?? '') && /^(?:--)?for$/i.test(words[at - 2] ?? '');
    if (isUnit) joined[joined.length - 1] += word;
    else joined.push(word);
  }
  return joined;
}

/** So much of a word is compared; longer ones are no typing errors of each other. */
const longest = 64;

/** The candidates that a mistyped word may have meant, without case, the closest first. */
export function closeWords(word: string, candidates: readonly string[]): string[] {
  const typed = word.toLowerCase().slice(0, longest);
  const allowed = Math.max(1, Math.floor(typed.length / 3));
  return candidates
    .map((candidate) => ({ candidate, distance: editDistance(typed, candidate.toLowerCase(), allowed) }))
    .filter(({ candidate, distance }) => distance <= allowed && distance < candidate.length)
    .sort((a, b) => a.distance - b.distance)
    .map(({ candidate }) => candidate);
}

/**
 * Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). It is held against thousands of
 * names while others wait for an answer, so it gives up where the distance is beyond `most` for certain.
 */
function editDistance(from: string, to: string, most: number): number {
  const beyond = most + 1;
  if (Math.abs(from.length - to.length) > most) return beyond;
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let row = 1; row <= from.length; row += 1) {
    const current = new Array<number>(to.length + 1).fill(beyond);
    current[0] = row;
    // Further away from the diagonal the distance is beyond `most` already.
    const end = Math.min(to.length, row + most);
    let best = row;
    for (let column = Math.max(1, row - most); column <= end; column += 1) {
      const isSame = from.charCodeAt(row - 1) === to.charCodeAt(column - 1);
      let distance = Math.min((last[column] ?? beyond) + 1, (current[column - 1] ?? beyond) + 1);
      distance = Math.min(distance, (last[column - 1] ?? beyond) + (isSame ? 0 : 1));
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        distance = Math.min(distance, (beforeLast[column - 2] ?? beyond) + 1);
      }
      current[column] = distance;
      best = Math.min(best, distance);
    }
    // A swap reaches back two rows, and adds one.
    if (best > most && Math.min(...last) > most) return beyond;
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? beyond;
}

/**
 * The words most like the given one, the best first, without case. Words that contain it (or the other way round)
 * count as close; beyond a third of the letters changed nothing is alike.
 */
export function nearest(word: string, known: Iterable<string>, atMost = 5): string[] {
  const wanted = word.toLowerCase();
  return [...new Set(known)]
    .map((each) => ({ each, distance: unlikeness(wanted, each.toLowerCase()) }))
    .filter(({ distance, each }) => distance <= Math.max(1, Math.max(wanted.length, each.length) / 3))
    .sort((a, b) => a.distance - b.distance || a.each.localeCompare(b.each, 'en'))
    .slice(0, atMost)
    .map(({ each }) => each);
}

function unlikeness(a: string, b: string): number {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length >= 3 && long.includes(short)) return 0.5 + (long.length - short.length) / (4 * long.length);
  return editDistance(a, b);
}

/** Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}

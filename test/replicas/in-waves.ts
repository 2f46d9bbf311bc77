/** Hands over so many at a time; the next ones when those are done with. */
export async function inWaves<T>(all: readonly T[], size: number, work: (wave: readonly T[]) => Promise<void>) {
  for (let from = 0; from < all.length; from += size) await work(all.slice(from, from + size));
}

/** What several sources give, as it comes, from so many of them at a time at most. */
export async function* merged<Item>(
  sources: Iterable<AsyncIterator<Item, unknown>>,
  most: number,
): AsyncGenerator<Item, void> {
  const waiting = sources[Symbol.iterator]();
  const running = new Map<AsyncIterator<Item>, Promise<Step<Item>>>();
  const goOn = (source: AsyncIterator<Item>) =>
    running.set(
      source,
      source.next().then((result) => ({ source, result })),
    );
  const startNext = () => {
    const next = waiting.next();
    if (!next.done) goOn(next.value);
  };
  for (let count = 0; count < most; count++) startNext();
  while (running.size > 0) {
    const { source, result } = await Promise.race(running.values());
    if (result.done) {
      running.delete(source);
      startNext();
      continue;
    }
    goOn(source);
    yield result.value;
  }
}

interface Step<Item> {
  readonly source: AsyncIterator<Item>;
  readonly result: IteratorResult<Item>;
}

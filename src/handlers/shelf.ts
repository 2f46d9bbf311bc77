import type { Clock } from '../clock.ts';

/** Keeps things for a while under an id that fits into a button. What is too old or too much is forgotten. */
export interface Shelf<T> {
  put(thing: T): string;
  get(id: string): T | undefined;
}

/** @param keepMs how long a thing is kept; @param most how many at the same time, the oldest go first */
export function createShelf<T>(parts: { clock: Clock; newId: () => string; keepMs: number; most: number }): Shelf<T> {
  const things = new Map<string, { readonly thing: T; readonly until: number }>();
  return {
    put(thing) {
      const id = parts.newId();
      things.set(id, { thing, until: parts.clock.now() + parts.keepMs });
      for (const oldest of things.keys()) {
        if (things.size <= parts.most) break;
        things.delete(oldest);
      }
      return id;
    },
    get(id) {
      const kept = things.get(id);
      return kept !== undefined && parts.clock.now() < kept.until ? kept.thing : undefined;
    },
  };
}

import type { Clock } from '../clock.ts';
import type { Store } from '../store/store.ts';

/** Keeps things for a while under an id that fits into a button, for every replica. Things are kept as JSON. */
export interface Shelf<Thing> {
  put(thing: Thing): Promise<string>;
  /** Undefined when it is too old or was never there. */
  get(id: string): Promise<Thing | undefined>;
}

/** As long as Slack lets a response_url be used. */
const keepMs = 30 * 60_000;

/** @param kind names what is kept: an id of one kind opens nothing of another */
export function createShelf<Thing>(
  { store, clock, newId }: { store: Store; clock: Clock; newId: () => string },
  kind: string,
): Shelf<Thing> {
  return {
    async put(thing) {
      const id = newId();
      await store.shelf.put(id, kind, thing, clock.now() + keepMs);
      return id;
    },
    async get(id) {
      return (await store.shelf.get(id, kind, clock.now())) as Thing | undefined;
    },
  };
}

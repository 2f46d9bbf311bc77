import { isDeepStrictEqual } from 'node:util';
import type { Database } from '../../src/store/database.ts';
import type { Store } from '../../src/store/store.ts';
import type { FromBot, StoreMoment } from './messages.ts';
import { countOutside } from './outside.ts';
import { firstScene, type Scene } from './scene.ts';

interface MortalDatabase {
  readonly database: Database;
  /** Calls the write that the work begins with by a name. */
  named<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** The people of the story have come to something else. */
  begin(scene: Scene): void;
  /** The store, whose writes are called by its methods' names. */
  watched(store: Store): Store;
}

/**
 * Counts what is written, tells of it, and kills this process at one moment: before a transaction begins, or when it is
 * over and nobody has heard of it yet.
 */
export function mortalDatabase(
  database: Database,
  dieAt: StoreMoment | undefined,
  tell: (message: FromBot) => void,
): MortalDatabase {
  const outside = countOutside();
  let name = '';
  let scene = firstScene;
  let counts = new Map<string, number>();
  const reach = (moment: StoreMoment, changed: boolean) => {
    // Nothing more of this process is carried out: no handler, no finally, no flush.
    if (isDeepStrictEqual(moment, dieAt)) process.kill(process.pid, 'SIGKILL');
    tell({ kind: 'store', ...moment, changed, outside: outside() });
  };
  // A method begins its write before it first waits, so that nobody else's name comes in between.
  const named = <T>(its: string, work: () => Promise<T>): Promise<T> => {
    name = its;
    return work();
  };
  return {
    named,
    begin(next) {
      scene = next;
      counts = new Map();
    },
    database: {
      ...database,
      async write(change) {
        const what = name;
        const nth = (counts.get(what) ?? 0) + 1;
        counts.set(what, nth);
        const moment = { scene, what, nth };
        reach({ ...moment, when: 'before' }, true);
        const result = await database.write(change);
        reach({ ...moment, when: 'after' }, hasChanged(result));
        return result;
      },
    },
    watched: (store) => ({
      requests: withNames('requests', store.requests, named),
      events: withNames('events', store.events, named),
      cards: withNames('cards', store.cards, named),
      notices: withNames('notices', store.notices, named),
      addresses: withNames('addresses', store.addresses, named),
      shelf: withNames('shelf', store.shelf, named),
      hostKeys: withNames('hostKeys', store.hostKeys, named),
      audits: withNames('audits', store.audits, named),
      close: () => store.close(),
    }),
  };
}

function withNames<Family extends object>(family: string, methods: Family, named: MortalDatabase['named']): Family {
  const entries = Object.entries(methods) as [string, (...all: unknown[]) => Promise<unknown>][];
  return Object.fromEntries(
    entries.map(([method, call]) => [method, (...all: unknown[]) => named(`${family}.${method}`, () => call(...all))]),
  ) as Family;
}

/** A decision that declined, a queue without anything in it, or a deletion of nothing has written nothing. */
function hasChanged(result: unknown): boolean {
  if (Array.isArray(result)) return result.some((each) => each?.numDeletedRows !== 0n);
  const kind = (result as { readonly kind?: unknown } | undefined)?.kind;
  return kind !== 'refused' && kind !== 'missing' && kind !== 'already' && kind !== 'outrun';
}

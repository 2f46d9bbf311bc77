import { Kysely, type Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import type { StoreConfig } from '../config/store-place.ts';
import { failClosed } from './fail-closed.ts';
import { openSqlite } from './open-sqlite.ts';
import { patiently } from './patiently.ts';
import { postgresDialect } from './postgres-dialect.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { storeFailed } from './store-failed.ts';
import type { Tables } from './tables.ts';

export interface StoreParts {
  readonly clock: Clock;
  readonly log: Logger;
}

export type Reading = Kysely<Tables>;
export type Writing = Transaction<Tables>;

/** The only way to the tables. All it throws, but for bugs in what it is handed, is a BotError `store-failed`. */
export interface Database {
  readonly kind: StoreConfig['kind'];
  /** Without a transaction: for one query. */
  read<Result>(query: (db: Reading) => Promise<Result>): Promise<Result>;
  /** All or nothing; done again from the beginning when somebody else was in the way. Use `tx` alone inside. */
  write<Result>(change: (tx: Writing) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** @param how `look`: nothing is made and nothing can be written */
export function openDatabase(place: StoreConfig, log: Logger, how: 'write' | 'look' = 'write'): Database {
  const dialect =
    place.kind === 'sqlite'
      ? sqliteDialect(() => openSqlite(place.path, how))
      : postgresDialect(place.url.reveal(), log, how);
  const db = new Kysely<Tables>({ dialect: failClosed(dialect, log) });
  let closed = false;
  const unlessClosed = <Result>(work: () => Promise<Result>) =>
    patiently(async () => {
      if (closed) throw storeFailed('reached', new Error('The store was closed'));
      return work();
    });
  return {
    kind: place.kind,
    read: (query) => unlessClosed(() => query(db)),
    // What a server has as its default may be stricter; the locks that the queries take are enough.
    write: (change) => unlessClosed(() => db.transaction().setIsolationLevel('read committed').execute(change)),
    async close() {
      closed = true;
      await db.destroy();
    },
  };
}

import type { Database } from './database.ts';
import { fromJsonText, toJsonText } from './json-text.ts';
import type { Shelf } from './store.ts';

export function shelfIn(database: Database): Shelf {
  return {
    async put(id, kind, thing, untilMs) {
      const kept = { kind, body: toJsonText(thing), until_at: untilMs };
      await database.write((tx) =>
        tx
          .insertInto('shelf')
          .values({ id, ...kept })
          .onConflict((key) => key.column('id').doUpdateSet(kept))
          .execute(),
      );
    },
    async putFirst(id, kind, thing, nowMs, untilMs) {
      const kept = { kind, body: toJsonText(thing), until_at: untilMs };
      const put = await database.write((tx) =>
        tx
          .insertInto('shelf')
          .values({ id, ...kept })
          .onConflict((key) => key.column('id').doUpdateSet(kept).where('shelf.until_at', '<=', nowMs))
          .returning('id')
          .executeTakeFirst(),
      );
      return put !== undefined;
    },
    async get(id, kind, nowMs) {
      const row = await database.read((db) =>
        db
          .selectFrom('shelf')
          .select('body')
          .where('id', '=', id)
          .where('kind', '=', kind)
          .where('until_at', '>', nowMs)
          .executeTakeFirst(),
      );
      return row && fromJsonText(row.body, `the thing ${id}`);
    },
    async forgetUntil(nowMs) {
      await database.write((tx) => tx.deleteFrom('shelf').where('until_at', '<=', nowMs).execute());
    },
  };
}

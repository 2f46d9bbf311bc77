import type { Database } from './database.ts';
import type { Addresses } from './store.ts';

export function addressesIn(database: Database): Addresses {
  return {
    async get(userId) {
      const row = await database.read((db) =>
        db.selectFrom('addresses').selectAll().where('user_id', '=', userId).executeTakeFirst(),
      );
      if (row === undefined) return undefined;
      const { address, warning, typed_at } = row;
      return { address, ...(warning === null ? {} : { warning }), typedAtMs: typed_at };
    },
    async set(userId, { address, warning = null, typedAtMs }) {
      const kept = { address, warning, typed_at: typedAtMs };
      await database.write((tx) =>
        tx
          .insertInto('addresses')
          .values({ user_id: userId, ...kept })
          .onConflict((key) => key.column('user_id').doUpdateSet(kept))
          .execute(),
      );
    },
    async forget(userId) {
      await database.write((tx) => tx.deleteFrom('addresses').where('user_id', '=', userId).execute());
    },
  };
}

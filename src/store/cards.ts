import type { Database, Writing } from './database.ts';
import type { Card, Cards } from './store.ts';

export function cardsIn(database: Database): Cards {
  return {
    async of(requestId) {
      const rows = await database.read((db) =>
        db.selectFrom('cards').selectAll().where('request_id', '=', requestId).orderBy('channel_id').execute(),
      );
      return rows.map(({ request_id, channel_id, ts, shown_version }) => ({
        requestId: request_id,
        channelId: channel_id,
        ts,
        shownVersion: shown_version,
      }));
    },
    async put(card) {
      await database.write((tx) => put(tx, card));
    },
    claim: (nowMs, leaseMs, limit) =>
      database.write(async (tx) => {
        // What is being changed at this moment is passed over: whoever changes it shows it afterwards.
        const free = await tx
          .selectFrom('requests')
          .select('id')
          .whereRef('shown_version', '<', 'version')
          .where('cards_leased_until', '<=', nowMs)
          .orderBy('created_at')
          .orderBy('id')
          .limit(limit)
          .forUpdate()
          .skipLocked()
          .execute();
        const ids = free.map(({ id }) => id);
        if (ids.length > 0) await lease(tx, ids, nowMs + leaseMs);
        return ids;
      }),
    async release(requestId, untilMs) {
      await database.write((tx) => lease(tx, [requestId], untilMs));
    },
  };
}

async function lease(tx: Writing, ids: readonly string[], untilMs: number): Promise<void> {
  await tx.updateTable('requests').set({ cards_leased_until: untilMs }).where('id', 'in', ids).execute();
}

/** The request is locked first, so that of two cards put at once the second sees what the first one shows. */
async function put(tx: Writing, { requestId, channelId, ts, shownVersion }: Card): Promise<void> {
  await tx.selectFrom('requests').select('id').where('id', '=', requestId).forUpdate().execute();
  await tx
    .insertInto('cards')
    .values({ request_id: requestId, channel_id: channelId, ts, shown_version: shownVersion })
    .onConflict((key) => key.columns(['request_id', 'channel_id']).doUpdateSet({ ts, shown_version: shownVersion }))
    .execute();
  const { oldest } = await tx
    .selectFrom('cards')
    .select((eb) => eb.fn.min('shown_version').as('oldest'))
    .where('request_id', '=', requestId)
    .executeTakeFirstOrThrow();
  await tx.updateTable('requests').set({ shown_version: oldest }).where('id', '=', requestId).execute();
}

import type { Database, Writing } from './database.ts';
import { type Card, type Cards, cardAudiences } from './store.ts';
import type { CardRow } from './tables.ts';

export function cardsIn(database: Database): Cards {
  return {
    async of(requestId) {
      const rows = await database.read((db) =>
        db.selectFrom('cards').selectAll().where('request_id', '=', requestId).orderBy('audience').execute(),
      );
      return rows.map(cardOf);
    },
    async claim(nowMs, leaseMs, limit) {
      const rows = await database.write(async (tx) => {
        const free = await staleCards(tx, nowMs, limit);
        const claimed: CardRow[] = [];
        for (const { request_id, audience } of free) {
          const row = await tx
            .updateTable('cards')
            .set({ claimed_until: nowMs + leaseMs })
            .where('request_id', '=', request_id)
            .where('audience', '=', audience)
            .returningAll()
            .executeTakeFirstOrThrow();
          claimed.push(row);
        }
        return claimed;
      });
      return rows.map(cardOf);
    },
    async shown({ requestId, audience, channelId, ts, shownVersion }) {
      await database.write(async (tx) => {
        // The request is locked first, so that of two cards shown at once the second sees what the first one shows.
        await tx.selectFrom('requests').select('id').where('id', '=', requestId).forUpdate().execute();
        const now = { channel_id: channelId, ts, shown_version: shownVersion, claimed_until: 0 };
        await update(tx, requestId, audience, now);
        const { oldest } = await tx
          .selectFrom('cards')
          .select((eb) => eb.fn.min('shown_version').as('oldest'))
          .where('request_id', '=', requestId)
          .executeTakeFirstOrThrow();
        await tx.updateTable('requests').set({ shown_version: oldest }).where('id', '=', requestId).execute();
      });
    },
    async postpone({ requestId, audience }, untilMs) {
      await database.write((tx) => update(tx, requestId, audience, { claimed_until: untilMs }));
    },
  };
}

/** One for each audience from the start: what was never posted is as stale as what shows an old version. */
export async function addCards(tx: Writing, requestId: string): Promise<void> {
  const empty = { request_id: requestId, channel_id: null, ts: null, shown_version: 0, claimed_until: 0 };
  await tx
    .insertInto('cards')
    .values(cardAudiences.map((audience) => ({ ...empty, audience })))
    .execute();
}

/** Another replica's are passed over, not waited for. */
function staleCards(tx: Writing, nowMs: number, limit: number) {
  return tx
    .selectFrom('requests')
    .innerJoin('cards', 'cards.request_id', 'requests.id')
    .select(['cards.request_id', 'cards.audience'])
    .whereRef('requests.shown_version', '<', 'requests.version')
    .whereRef('cards.shown_version', '<', 'requests.version')
    .where('cards.claimed_until', '<=', nowMs)
    .orderBy('requests.created_at')
    .orderBy('requests.id')
    .orderBy('cards.audience')
    .limit(limit)
    .forUpdate('cards')
    .skipLocked()
    .execute();
}

async function update(tx: Writing, requestId: string, audience: Card['audience'], to: Partial<CardRow>): Promise<void> {
  await tx.updateTable('cards').set(to).where('request_id', '=', requestId).where('audience', '=', audience).execute();
}

function cardOf({ request_id, audience, channel_id, ts, shown_version }: CardRow): Card {
  const isPosted = channel_id !== null && ts !== null;
  return {
    requestId: request_id,
    audience: audience as Card['audience'],
    shownVersion: shown_version,
    ...(isPosted && { posted: { channelId: channel_id, ts } }),
  };
}

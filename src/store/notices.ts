import type { Database } from './database.ts';
import type { Notice, Notices } from './store.ts';
import { damagedRow } from './store-failed.ts';
import type { NoticeRow } from './tables.ts';

export function noticesIn(database: Database): Notices {
  return {
    async claim(nowMs, leaseMs, limit) {
      const rows = await database.write(async (tx) => {
        // Another replica's rows are passed over, not waited for.
        const free = await tx
          .selectFrom('notices')
          .select('id')
          .where('due_at', '<=', nowMs)
          .where('leased_until', '<=', nowMs)
          // What happened later is told later: one that waits holds back those behind it.
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom('notices as before')
                  .select('before.id')
                  .whereRef('before.request_id', '=', 'notices.request_id')
                  .whereRef('before.to_kind', '=', 'notices.to_kind')
                  .whereRef('before.id', '<', 'notices.id')
                  .where((eb) => eb.or([eb('before.due_at', '>', nowMs), eb('before.leased_until', '>', nowMs)])),
              ),
            ),
          )
          .where((eb) =>
            eb.or([
              eb('to_kind', '!=', 'thread'),
              eb.exists(
                eb
                  .selectFrom('cards')
                  .select('ts')
                  .whereRef('cards.request_id', '=', 'notices.request_id')
                  .where('cards.audience', '=', 'approvers')
                  .where('cards.ts', 'is not', null),
              ),
            ]),
          )
          .orderBy('id')
          .limit(limit)
          .forUpdate()
          .skipLocked()
          .execute();
        if (free.length === 0) return [];
        return tx
          .updateTable('notices')
          .set((eb) => ({ leased_until: nowMs + leaseMs, tries: eb('tries', '+', 1) }))
          .where(
            'id',
            'in',
            free.map(({ id }) => id),
          )
          .returningAll()
          .execute();
      });
      return rows.map(noticeOf).sort((a, b) => a.id - b.id);
    },
    /** What was sent is in Slack and its reason in the log: nothing is left to remember. */
    async sent(id) {
      await database.write((tx) => tx.deleteFrom('notices').where('id', '=', id).execute());
    },
    async postpone(id, untilMs) {
      const later = { due_at: untilMs, leased_until: 0 };
      await database.write((tx) => tx.updateTable('notices').set(later).where('id', '=', id).execute());
    },
  };
}

function noticeOf({ id, request_id, to_kind, to_user, about, at, tries }: NoticeRow): Notice {
  return { id, requestId: request_id, to: addressee(id, to_kind, to_user), about, atMs: at, tries };
}

function addressee(id: number, kind: string, userId: string | null): Notice['to'] {
  if (kind === 'thread' || kind === 'channel') return { kind };
  if (kind === 'person' && userId !== null) return { kind, userId };
  throw damagedRow(`notice ${id}`, new Error(`It goes to ${kind} ${userId}`));
}

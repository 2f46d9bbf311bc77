import type { NewNotice } from '../core/requests/notice.ts';
import type { Writing } from './database.ts';

/** In the transaction of the change that they tell of: who is told of it can rely on it, and is told in the end. */
export async function addNotices(tx: Writing, notices: readonly NewNotice[]): Promise<void> {
  if (notices.length === 0) return;
  // Counted in the chain's row, whose lock makes the numbers the order in which changes became true.
  const { last_notice } = await tx
    .updateTable('chain')
    .set((eb) => ({ last_notice: eb('last_notice', '+', notices.length) }))
    .where('id', '=', 1)
    .returning('last_notice')
    .executeTakeFirstOrThrow();
  const first = last_notice - notices.length + 1;
  await tx
    .insertInto('notices')
    .values(notices.map((notice, index) => rowOf(notice, first + index)))
    .execute();
}

function rowOf({ requestId, to, about, atMs }: NewNotice, id: number) {
  const to_user = to.kind === 'person' ? to.userId : null;
  const unclaimed = { leased_until: 0, tries: 0 };
  return { id, request_id: requestId, to_kind: to.kind, to_user, about, at: atMs, due_at: atMs, ...unclaimed };
}

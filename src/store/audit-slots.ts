import type { Audits } from './audit-store.ts';
import type { Database, Reading, Writing } from './database.ts';

/** Each slot of the schedule that needs no audit any more has a row. */
export function auditSlotsIn(database: Database): Pick<Audits, 'lastSlot' | 'passSlot'> {
  return {
    lastSlot: (nowMs) => database.read((db) => lastSlot(db, nowMs)),
    async passSlot(slot, at) {
      await database.write((tx) =>
        tx
          .insertInto('audit_slots')
          .values({ slot, at })
          .onConflict((key) => key.column('slot').doNothing())
          .execute(),
      );
    },
  };
}

/** This slot, or a later one, had its audit. */
export async function slotIsHad(tx: Writing, slotMs: number, nowMs: number): Promise<boolean> {
  const last = await lastSlot(tx, nowMs);
  return last !== undefined && slotMs <= last;
}

/** Forgets those of a clock that was ahead, so that they have their audits when their time comes. */
export async function claimSlot(tx: Writing, slot: number, nowMs: number): Promise<void> {
  await tx.deleteFrom('audit_slots').where('slot', '>', latestSlot(nowMs)).execute();
  await tx.insertInto('audit_slots').values({ slot, at: nowMs }).execute();
}

/** A clock may be set back a little, and no slot is had twice; what is later was written by a clock that was ahead. */
function latestSlot(nowMs: number): number {
  return nowMs + 3_600_000;
}

async function lastSlot(db: Reading | Writing, nowMs: number): Promise<number | undefined> {
  const row = await db
    .selectFrom('audit_slots')
    .select('slot')
    .where('slot', '<=', latestSlot(nowMs))
    .orderBy('slot', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.slot;
}

import type { TrackedFinding } from '../core/audit/audit-run.ts';
import { latestLease } from './audit-lease.ts';
import { trackedFindings } from './audit-row.ts';
import type { AuditLease, Audits, Telling } from './audit-store.ts';
import type { Database, Reading, Writing } from './database.ts';
import { fromJsonText, toJsonText } from './json-text.ts';
import { damagedRow, unlessDamaged } from './store-failed.ts';

type PlaceMethods =
  | 'claimTelling'
  | 'keepTelling'
  | 'posted'
  | 'posts'
  | 'newestPost'
  | 'postpone'
  | 'told'
  | 'knownAt';

/** Nobody puts a telling off for longer: what is due later than this was written by a clock that was ahead. */
const longestPauseMs = 3_600_000;

export function auditPlacesIn(database: Database): Pick<Audits, PlaceMethods> {
  return {
    async claimTelling(lease) {
      const { owner, nowMs, leaseMs } = lease;
      // Nothing is due most of the time, and to see that takes no lock.
      if ((await database.read((db) => due(db, lease).executeTakeFirst())) === undefined) return undefined;
      return database.write(async (tx) => {
        const free = await due(tx, lease).forUpdate().skipLocked().executeTakeFirst();
        if (free === undefined) return undefined;
        const { run_id, place, tries, standing } = await tx
          .updateTable('audit_places')
          .set((eb) => ({ owner, leased_until: nowMs + leaseMs, tries: eb('tries', '+', 1) }))
          .where('place', '=', free.place)
          .returningAll()
          .executeTakeFirstOrThrow();
        return { runId: run_id ?? '', place, tries, standing: standing.split('\n').filter((name) => name !== '') };
      });
    },
    async keepTelling(telling, { owner, nowMs, leaseMs }, standing) {
      const kept = await database.write((tx) =>
        mine(tx, telling, owner)
          .set({ leased_until: nowMs + leaseMs, standing: standing.join('\n') })
          .returning('place')
          .executeTakeFirst(),
      );
      return kept !== undefined;
    },
    posted: (telling, owner, { channelId, ts }, known) =>
      database.write(async (tx) => {
        // It stands there, whoever holds the lease by now.
        await tx
          .insertInto('audit_posts')
          .values({ run_id: telling.runId, channel_id: channelId, ts })
          .onConflict((key) => key.columns(['run_id', 'channel_id']).doUpdateSet({ ts }))
          .execute();
        await mine(tx, telling, owner)
          .set({ telling: known === undefined ? null : toJsonText(known) })
          .execute();
      }),
    async posts(id) {
      const rows = await database.read((db) =>
        db.selectFrom('audit_posts').selectAll().where('run_id', '=', id).orderBy('channel_id').execute(),
      );
      return rows.map(postOf);
    },
    async newestPost(channelId) {
      const row = await database.read((db) =>
        db
          .selectFrom('audit_posts')
          .innerJoin('audit_runs', 'audit_runs.id', 'audit_posts.run_id')
          .select(['channel_id', 'ts'])
          .where('channel_id', '=', channelId)
          .orderBy('seq', 'desc')
          .limit(1)
          .executeTakeFirst(),
      );
      return row && postOf(row);
    },
    async postpone(telling, owner, untilMs) {
      await database.write((tx) => mine(tx, telling, owner).set({ due_at: untilMs, leased_until: 0 }).execute());
    },
    async told(telling, owner) {
      await database.write(async (tx) => {
        await mine(tx, telling, owner)
          .set((eb) => ({ run_id: null, known: eb.fn.coalesce('telling', 'known'), telling: null }))
          .execute();
        // Somebody's direct messages know nothing of their own.
        await tx
          .deleteFrom('audit_places')
          .where('place', '=', telling.place)
          .where('run_id', 'is', null)
          .where('known', 'is', null)
          .execute();
      });
    },
    async knownAt(place, damaged) {
      const row = await database.read((db) =>
        db.selectFrom('audit_places').select('known').where('place', '=', place).executeTakeFirst(),
      );
      const { known = null } = row ?? {};
      return known === null ? undefined : unlessDamaged(() => findingsOf(known, place), damaged);
    },
  };
}

/** The run takes the place of one that is still to be told there: it is compared with what was told, so nothing is lost. */
export async function toBeTold(tx: Writing, run_id: string, places: readonly string[]): Promise<void> {
  for (const place of places) {
    const telling = { run_id, telling: null, standing: '', tries: 0, due_at: 0, owner: '', leased_until: 0 };
    await tx
      .insertInto('audit_places')
      .values({ ...telling, place, known: null })
      .onConflict((key) =>
        key.column('place').doUpdateSet((eb) => ({
          ...telling,
          known: eb.fn.coalesce('audit_places.telling', 'audit_places.known'),
        })),
      )
      .execute();
  }
}

function due(db: Reading | Writing, lease: AuditLease) {
  const { nowMs } = lease;
  return db
    .selectFrom('audit_places')
    .select('place')
    .where('run_id', 'is not', null)
    .where((eb) => eb.or([eb('due_at', '<=', nowMs), eb('due_at', '>', nowMs + longestPauseMs)]))
    .where((eb) => eb.or([eb('leased_until', '<=', nowMs), eb('leased_until', '>', latestLease(lease))]))
    .orderBy('due_at')
    .orderBy('place')
    .limit(1);
}

function mine(tx: Writing, { place, runId }: Telling, owner: string) {
  return tx
    .updateTable('audit_places')
    .where('place', '=', place)
    .where('run_id', '=', runId)
    .where('owner', '=', owner);
}

function postOf({ channel_id, ts }: { readonly channel_id: string; readonly ts: string }) {
  return { channelId: channel_id, ts };
}

function findingsOf(text: string, place: string): TrackedFinding[] {
  const what = `what ${place} was told of audits`;
  const { success, data, error } = trackedFindings.safeParse(fromJsonText(text, what));
  if (!success) throw damagedRow(what, error);
  return data as unknown as TrackedFinding[];
}

import type { AuditRun } from '../core/audit/audit-run.ts';
import { appendEvents } from './append-events.ts';
import { auditEnded } from './audit-events.ts';
import { activeOf, pointOf, runOf, triggerOf } from './audit-row.ts';
import type { Database, Reading, Writing } from './database.ts';
import { toJsonText } from './json-text.ts';
import { pruneAudits } from './prune-audits.ts';
import type { AuditLease, Audits } from './store.ts';
import { waiversIn } from './waivers.ts';

export function auditsIn(database: Database): Audits {
  const current = (db: Reading) => db.selectFrom('audit_runs').selectAll().where('active', '=', 1).executeTakeFirst();

  return {
    begin: ({ id, trigger }, lease) =>
      database.write(async (tx) => {
        await lockAudits(tx);
        if (trigger.kind === 'schedule' && trigger.slotMs <= ((await lastSlot(tx)) ?? Number.NEGATIVE_INFINITY))
          return { kind: 'had' };
        const other = await current(tx);
        if (other !== undefined) return { kind: 'busy', audit: activeOf(other) };
        if (trigger.kind === 'schedule')
          await tx.insertInto('audit_slots').values({ slot: trigger.slotMs, at: lease.nowMs }).execute();
        const row = { ...rowOf(id, trigger, lease), seq: await nextSeq(tx) };
        await tx.insertInto('audit_runs').values(row).execute();
        return { kind: 'begun', audit: activeOf(row) };
      }),
    async takeOver({ owner, nowMs, leaseMs }) {
      const row = await database.write((tx) =>
        tx
          .updateTable('audit_runs')
          .set((eb) => ({ owner, leased_until: nowMs + leaseMs, tries: eb('tries', '+', 1) }))
          .where('active', '=', 1)
          .where('leased_until', '<=', nowMs)
          .returningAll()
          .executeTakeFirst(),
      );
      return row && activeOf(row);
    },
    async active() {
      const row = await database.read(current);
      return row && activeOf(row);
    },
    async keepLease(id, { owner, nowMs, leaseMs }, progress) {
      const kept = await database.write((tx) =>
        mine(tx, id, owner)
          .set({ leased_until: nowMs + leaseMs, ...(progress && { progress: toJsonText(progress) }) })
          .returning('id')
          .executeTakeFirst(),
      );
      return kept !== undefined;
    },
    async release(id, owner) {
      await database.write((tx) => mine(tx, id, owner).set({ leased_until: 0 }).execute());
    },
    writeDown: (run, point, owner) =>
      database.write(async (tx) => {
        const written = await mine(tx, run.id, owner)
          .where('state', '=', 'running')
          .set({ state: 'posting', ended_at: run.endedAtMs, body: toJsonText(run), point: toJsonText(point) })
          .returning('id')
          .executeTakeFirst();
        if (written === undefined) return false;
        await appendEvents(tx, [auditEnded(run)]);
        return true;
      }),
    async posted(run_id, channel_id, ts) {
      await database.write((tx) =>
        tx
          .insertInto('audit_posts')
          .values({ run_id, channel_id, ts })
          .onConflict((key) => key.columns(['run_id', 'channel_id']).doUpdateSet({ ts }))
          .execute(),
      );
    },
    async posts(id) {
      const rows = await database.read((db) =>
        db.selectFrom('audit_posts').selectAll().where('run_id', '=', id).orderBy('channel_id').execute(),
      );
      return rows.map(({ channel_id, ts }) => ({ channelId: channel_id, ts }));
    },
    end: (id, owner) =>
      database.write(async (tx) => {
        await mine(tx, id, owner).set({ state: 'done', active: null, progress: null }).execute();
        await pruneAudits(tx);
      }),
    async last(limit) {
      const rows = await database.read((db) => written(db).limit(limit).execute());
      return rows.map(runOf);
    },
    async *backwards(limit) {
      let before = Number.MAX_SAFE_INTEGER;
      for (let count = 0; count < limit; count += 1) {
        const row = await database.read((db) => written(db).where('seq', '<', before).limit(1).executeTakeFirst());
        if (row === undefined) return;
        yield runOf(row);
        before = row.seq;
      }
    },
    async trend(limit) {
      const rows = await database.read((db) =>
        db
          .selectFrom('audit_runs')
          .select(['id', 'point'])
          .where('point', 'is not', null)
          .orderBy('seq', 'desc')
          .limit(limit)
          .execute(),
      );
      return rows.map(pointOf).toReversed();
    },
    lastSlot: () => database.read(lastSlot),
    async passSlot(slot, at) {
      await database.write((tx) =>
        tx
          .insertInto('audit_slots')
          .values({ slot, at })
          .onConflict((key) => key.column('slot').doNothing())
          .execute(),
      );
    },
    ...waiversIn(database),
  };
}

/** The newest first. */
function written(db: Reading) {
  return db.selectFrom('audit_runs').select(['id', 'seq', 'body']).where('body', 'is not', null).orderBy('seq', 'desc');
}

function mine(tx: Writing, id: string, owner: string) {
  return tx.updateTable('audit_runs').where('id', '=', id).where('active', '=', 1).where('owner', '=', owner);
}

/** Who begins one waits for whoever is beginning one. It is the lock of the chain's head. */
async function lockAudits(tx: Writing): Promise<void> {
  await tx.selectFrom('chain').select('id').where('id', '=', 1).forUpdate().execute();
}

async function lastSlot(db: Reading): Promise<number | undefined> {
  const row = await db.selectFrom('audit_slots').select('slot').orderBy('slot', 'desc').limit(1).executeTakeFirst();
  return row?.slot;
}

/** Nobody else counts while the chain's head is locked. */
async function nextSeq(tx: Writing): Promise<number> {
  const row = await tx.selectFrom('audit_runs').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return (row?.seq ?? 0) + 1;
}

function rowOf(id: string, trigger: AuditRun['trigger'], { owner, nowMs, leaseMs }: AuditLease) {
  return {
    id,
    audit_trigger: toJsonText(triggerOf(trigger)),
    state: 'running',
    active: 1,
    owner,
    leased_until: nowMs + leaseMs,
    tries: 1,
    started_at: nowMs,
    ended_at: null,
    progress: null,
    point: null,
    body: null,
  };
}

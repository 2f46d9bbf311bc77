import type { AuditRun } from '../core/audit/audit-run.ts';
import { appendEvents } from './append-events.ts';
import { auditEnded } from './audit-events.ts';
import { latestLease } from './audit-lease.ts';
import { auditPlacesIn, toBeTold } from './audit-places.ts';
import { activeOf, pointOf, runOf, triggerOf } from './audit-row.ts';
import { auditSlotsIn, claimSlot, slotIsHad } from './audit-slots.ts';
import type { AuditLease, Audits } from './audit-store.ts';
import type { Database, Reading, Writing } from './database.ts';
import { toJsonText } from './json-text.ts';
import { pruneAudits } from './prune-audits.ts';
import { unlessDamaged } from './store-failed.ts';
import { waiversIn } from './waivers.ts';

export function auditsIn(database: Database): Audits {
  const current = (db: Reading) => db.selectFrom('audit_runs').selectAll().where('active', '=', 1).executeTakeFirst();

  return {
    begin: ({ id, trigger }, lease) =>
      database.write(async (tx) => {
        await lockAudits(tx);
        if (trigger.kind === 'schedule' && (await slotIsHad(tx, trigger.slotMs, lease.nowMs))) return { kind: 'had' };
        const other = await current(tx);
        if (other !== undefined) return { kind: 'busy', audit: activeOf(other) };
        if (trigger.kind === 'schedule') await claimSlot(tx, trigger.slotMs, lease.nowMs);
        const row = { ...rowOf(id, trigger, lease), seq: await nextSeq(tx) };
        await tx.insertInto('audit_runs').values(row).execute();
        return { kind: 'begun', audit: activeOf(row) };
      }),
    async takeOver(lease) {
      const { owner, nowMs, leaseMs } = lease;
      const row = await database.write((tx) =>
        tx
          .updateTable('audit_runs')
          .set((eb) => ({ owner, leased_until: nowMs + leaseMs, tries: eb('tries', '+', 1) }))
          .where('active', '=', 1)
          .where((eb) => eb.or([eb('leased_until', '<=', nowMs), eb('leased_until', '>', latestLease(lease))]))
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
      await database.write((tx) =>
        mine(tx, id, owner)
          .set((eb) => ({ leased_until: 0, tries: eb('tries', '-', 1) }))
          .execute(),
      );
    },
    writeDown: (run, point, owner, places) =>
      database.write(async (tx) => {
        const written = await mine(tx, run.id, owner)
          .set({ ...ended, ended_at: run.endedAtMs, body: toJsonText(run), point: toJsonText(point) })
          .returning('id')
          .executeTakeFirst();
        if (written === undefined) return false;
        await appendEvents(tx, [auditEnded(run)]);
        await toBeTold(tx, run.id, places);
        await pruneAudits(tx);
        return true;
      }),
    async run(id) {
      const row = await database.read((db) => written(db).where('id', '=', id).executeTakeFirst());
      return (
        row &&
        unlessDamaged(
          () => runOf(row),
          () => {},
        )
      );
    },
    ...auditPlacesIn(database),
    async last(limit) {
      const rows = await database.read((db) => written(db).limit(limit).execute());
      return rows.map(runOf);
    },
    async *backwards(limit, damaged = () => {}) {
      let before = Number.MAX_SAFE_INTEGER;
      for (let count = 0; count < limit; count += 1) {
        const row = await database.read((db) => written(db).where('seq', '<', before).limit(1).executeTakeFirst());
        if (row === undefined) return;
        const run = unlessDamaged(() => runOf(row), damaged);
        if (run !== undefined) yield run;
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
      return rows
        .flatMap(
          (row) =>
            unlessDamaged(
              () => pointOf(row),
              () => {},
            ) ?? [],
        )
        .toReversed();
    },
    ...auditSlotsIn(database),
    ...waiversIn(database),
  };
}

const ended = { state: 'done', active: null, progress: null };

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

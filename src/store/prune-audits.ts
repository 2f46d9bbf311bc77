import type { Writing } from './database.ts';

/** More than a year of working days, and some weeks of whole runs. */
const keep = { points: 400, bodies: 30, slots: 400 };

/** Forgets what no report shows any more. Nothing of it is needed to compare: that is in the last run. */
export async function pruneAudits(tx: Writing): Promise<void> {
  const newest = await tx
    .selectFrom('audit_runs')
    .select('id')
    .where('active', 'is', null)
    .orderBy('seq', 'desc')
    .limit(keep.points + 50)
    .execute();
  const ids = newest.map(({ id }) => id);
  const [withoutBody, gone] = [ids.slice(keep.bodies), ids.slice(keep.points)];
  if (withoutBody.length > 0)
    await tx
      .updateTable('audit_runs')
      .set({ body: null })
      .where('id', 'in', withoutBody)
      .where('body', 'is not', null)
      .execute();
  if (gone.length > 0) {
    await tx.deleteFrom('audit_runs').where('id', 'in', gone).execute();
    await tx.deleteFrom('audit_posts').where('run_id', 'in', gone).execute();
  }
  const oldest = await tx
    .selectFrom('audit_slots')
    .select('slot')
    .orderBy('slot', 'desc')
    .offset(keep.slots)
    .limit(1)
    .executeTakeFirst();
  if (oldest !== undefined) await tx.deleteFrom('audit_slots').where('slot', '<=', oldest.slot).execute();
}

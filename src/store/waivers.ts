import { z } from 'zod';
import type { Waiver } from '../core/audit/audit-run.ts';
import { severities } from '../core/audit/severity.ts';
import type { NewEvent } from '../core/requests/event.ts';
import { appendEvents } from './append-events.ts';
import type { Database } from './database.ts';
import { fromJsonText, toJsonText } from './json-text.ts';
import type { Audits } from './store.ts';
import { damagedRow, unlessDamaged } from './store-failed.ts';

export function waiversIn(
  database: Database,
  eventOf: (waiver: Waiver) => NewEvent,
): Pick<Audits, 'waive' | 'waivers'> {
  return {
    async waive(waiver) {
      const { key, atMs, by, untilMs } = waiver;
      await database.write(async (tx) => {
        const written = await tx
          .insertInto('audit_waivers')
          .values({ finding_key: key, at: atMs, person: by, until_at: untilMs, body: toJsonText(waiver) })
          // A form that is submitted twice waives once.
          .onConflict((columns) => columns.columns(['finding_key', 'at', 'person']).doNothing())
          .returning('at')
          .executeTakeFirst();
        if (written !== undefined) await appendEvents(tx, [eventOf(waiver)]);
      });
    },
    async waivers(nowMs, damaged = () => {}) {
      const rows = await database.read((db) =>
        db
          .selectFrom('audit_waivers')
          .selectAll()
          .where('until_at', '>', nowMs)
          .orderBy('at', 'desc')
          .orderBy('finding_key')
          .execute(),
      );
      return rows.flatMap(
        ({ finding_key, until_at, body }) => unlessDamaged(() => waiverOf(finding_key, until_at, body), damaged) ?? [],
      );
    },
  };
}

const schema = z.object({
  key: z.string(),
  by: z.string(),
  reason: z.string(),
  atMs: z.int(),
  untilMs: z.int(),
  covers: z.object({ severity: z.enum(severities), publicIpv4Addresses: z.number() }),
});

/** A waiver that somebody changed in the database would hide an open door, so it counts no more. */
function waiverOf(key: string, untilMs: number, body: string): Waiver {
  const what = `the waiver of ${key}`;
  const { success, data, error } = schema.safeParse(fromJsonText(body, what));
  if (!success) throw damagedRow(what, error);
  if (data.key !== key || data.untilMs !== untilMs)
    throw damagedRow(what, new Error('Its columns say something else than its text'));
  return data;
}

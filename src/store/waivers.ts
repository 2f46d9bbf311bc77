import { z } from 'zod';
import type { Waiver } from '../core/audit/audit-run.ts';
import { severities } from '../core/audit/severity.ts';
import { exposureKinds, verdicts } from '../core/net/exposure.ts';
import type { NewEvent } from '../core/requests/event.ts';
import { appendEvents } from './append-events.ts';
import { waived, waiverEnded } from './audit-events.ts';
import type { Audits } from './audit-store.ts';
import type { Database } from './database.ts';
import { fromJsonText, toJsonText } from './json-text.ts';
import { damagedRow, unlessDamaged } from './store-failed.ts';
import type { Tables } from './tables.ts';

export function waiversIn(database: Database): Pick<Audits, 'waive' | 'endWaiver' | 'waivers'> {
  const enter = (row: Tables['audit_waivers'], event: NewEvent) =>
    database.write(async (tx) => {
      const written = await tx
        .insertInto('audit_waivers')
        .values(row)
        // A form that is submitted twice waives once.
        .onConflict((columns) => columns.columns(['finding_key', 'at', 'person']).doNothing())
        .returning('at')
        .executeTakeFirst();
      if (written !== undefined) await appendEvents(tx, [event]);
    });

  return {
    waive(waiver) {
      const { key, atMs, by, untilMs } = waiver;
      const row = { finding_key: key, at: atMs, person: by, until_at: untilMs, body: toJsonText(waiver) };
      return enter(row, waived(waiver));
    },
    /** An entry like a waiver that is over from its beginning: the newest counts. */
    endWaiver(end) {
      const { key, atMs, by } = end;
      return enter({ finding_key: key, at: atMs, person: by, until_at: atMs, body: toJsonText(end) }, waiverEnded(end));
    },
    async waivers(nowMs, damaged = () => {}) {
      const rows = await database.read((db) =>
        db
          .selectFrom('audit_waivers as waiver')
          .selectAll()
          .where('until_at', '>', nowMs)
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom('audit_waivers as later')
                  .select('later.at')
                  .whereRef('later.finding_key', '=', 'waiver.finding_key')
                  .whereRef('later.at', '>', 'waiver.at'),
              ),
            ),
          )
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
  covers: z.object({
    severity: z.enum(severities),
    publicIpv4Addresses: z.number(),
    // Waivers that were given before these were looked at do not have them.
    kinds: z.array(z.enum(exposureKinds)).exactOptional(),
    publicIpv6Share: z.number().exactOptional(),
    hosts: z.number().exactOptional(),
    verdict: z.enum([...verdicts, 'unknown']).exactOptional(),
  }),
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

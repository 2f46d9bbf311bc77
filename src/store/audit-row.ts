import { z } from 'zod';
import type { AuditRun, TrendPoint } from '../core/audit/audit-run.ts';
import { severities } from '../core/audit/severity.ts';
import type { ActiveAudit } from './audit-store.ts';
import { fromJsonText } from './json-text.ts';
import { damagedRow, unlessDamaged } from './store-failed.ts';
import type { AuditRunRow } from './tables.ts';

const status = z.enum(['complete', 'partial', 'failed']);
const trigger = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('schedule'), slotMs: z.int() }),
  z.object({ kind: z.literal('command'), by: z.string() }),
]);
const progress = z.object({ nsgs: z.int(), flagged: z.int(), interfaces: z.int() });
const point = z.object({
  atMs: z.int(),
  status,
  counts: z.record(z.enum(severities), z.int()),
  waived: z.int(),
});
/** What the next run is compared with. The rest of a finding is not gone through: it was written as a value of that type. */
const tracked = z.looseObject({
  finding: z.looseObject({
    key: z.string(),
    name: z.string(),
    resourceGroup: z.string(),
    subscriptionId: z.string(),
    severity: z.enum(severities),
    verdict: z.string(),
    publicIpv4Addresses: z.number(),
    paths: z.array(z.unknown()),
  }),
  change: z.string(),
  firstSeenAtMs: z.number(),
});
export const trackedFindings = z.array(tracked);
const run = z.looseObject({
  id: z.string(),
  trigger,
  startedAtMs: z.int(),
  endedAtMs: z.int(),
  survey: z.looseObject({ status }),
  findings: trackedFindings,
});

export function triggerOf(value: AuditRun['trigger']): AuditRun['trigger'] {
  return value.kind === 'schedule' ? { kind: 'schedule', slotMs: value.slotMs } : { kind: 'command', by: value.by };
}

export function activeOf(row: AuditRunRow): ActiveAudit {
  const what = `the audit ${row.id}`;
  const { progress: text } = row;
  // How far it is helps whoever waits, and is no reason to end it.
  const soFar =
    text === null
      ? undefined
      : unlessDamaged(
          () => read(progress, text, what),
          () => {},
        );
  return {
    id: row.id,
    trigger: read(trigger, row.audit_trigger, what),
    startedAtMs: row.started_at,
    leasedUntilMs: row.leased_until,
    tries: row.tries,
    ...(soFar && { progress: soFar }),
  };
}

export function runOf({ id, body }: Pick<AuditRunRow, 'id' | 'body'>): AuditRun {
  return read(run, body ?? '', `the audit ${id}`) as unknown as AuditRun;
}

export function pointOf({ id, point: text }: Pick<AuditRunRow, 'id' | 'point'>): TrendPoint {
  return read(point, text ?? '', `the audit ${id}`);
}

function read<T>(schema: z.ZodType<T>, text: string, what: string): T {
  const { success, data, error } = schema.safeParse(fromJsonText(text, what));
  if (!success) throw damagedRow(what, error);
  return data;
}

import { z } from 'zod';
import { fingerprintOf } from '../core/host-keys/host-key.ts';
import type { Pin } from '../core/host-keys/pin.ts';
import { botActor } from '../core/requests/decided.ts';
import type { NewEvent } from '../core/requests/event.ts';
import { appendEvents } from './append-events.ts';
import type { Database, Reading, Writing } from './database.ts';
import { fromJsonText, toJsonText } from './json-text.ts';
import { vmKey } from './request-row.ts';
import type { HostKeys } from './store.ts';
import { damagedRow } from './store-failed.ts';
import type { HostKeysRow } from './tables.ts';

export function hostKeysIn(database: Database): HostKeys {
  return {
    pin: (pin, replaces) =>
      database.write(async (tx) => {
        await lockPins(tx);
        const own = await rows(tx).where('request_id', '=', pin.requestId).executeTakeFirst();
        if (own !== undefined) return { kind: 'already', pin: pinOf(own) };
        const before = await current(tx, pin.vmId);
        if (before?.requestId !== replaces) return { kind: 'outrun', ...(before && { current: before }) };
        await tx
          .updateTable('host_keys')
          .set({ replaced_at: pin.pinnedAtMs })
          .where('vm_key', '=', vmKey(pin.vmId))
          .where('replaced_at', 'is', null)
          .execute();
        await tx.insertInto('host_keys').values(rowOf(pin)).execute();
        await appendEvents(tx, [pinned(pin, before)]);
        return { kind: 'pinned' };
      }),
    of: (vmId) => database.read((db) => current(db, vmId)),
    async history(vmId) {
      const all = await database.read((db) =>
        rows(db)
          .where('vm_key', '=', vmKey(vmId))
          // The one that holds is last, whatever the clock said when it was pinned.
          .orderBy((eb) => eb.case().when('replaced_at', 'is', null).then(1).else(0).end())
          .orderBy('pinned_at')
          .orderBy('request_id')
          .execute(),
      );
      return all.map(pinOf);
    },
  };
}

/** Who pins waits for whoever is pinning. It is the lock of the chain's head, which comes after a request's. */
async function lockPins(tx: Writing): Promise<void> {
  await tx.selectFrom('chain').select('id').where('id', '=', 1).forUpdate().execute();
}

function rows(db: Reading) {
  return db.selectFrom('host_keys').selectAll();
}

async function current(db: Reading, vmId: string): Promise<Pin | undefined> {
  const row = await rows(db).where('vm_key', '=', vmKey(vmId)).where('replaced_at', 'is', null).executeTakeFirst();
  return row && pinOf(row);
}

function pinned({ vmId, machineId, keys, requestId, approvedBy, pinnedAtMs }: Pin, before: Pin | undefined): NewEvent {
  return {
    kind: 'host-keys-pinned',
    atMs: pinnedAtMs,
    actor: botActor,
    requestId,
    data: {
      vm: vmId,
      vmId: machineId,
      keys: keys.map(fingerprintOf),
      replaces: (before?.keys ?? []).map(fingerprintOf),
      approvedBy,
    },
  };
}

function rowOf({ replacedAtMs, ...pin }: Pin): HostKeysRow {
  const { requestId, vmId, pinnedAtMs } = pin;
  return {
    request_id: requestId,
    vm_key: vmKey(vmId),
    pinned_at: pinnedAtMs,
    replaced_at: replacedAtMs ?? null,
    body: toJsonText(pin),
  };
}

const text = z.string();
const schema: z.ZodType<Pin> = z.looseObject({
  vmId: text,
  machineId: text,
  keys: z.array(z.looseObject({ type: text, base64: text })).min(1),
  requestId: text,
  approvedBy: z.array(text),
  pinnedAtMs: z.int(),
} satisfies Readonly<Record<Exclude<keyof Pin, 'replacedAtMs'>, z.ZodType>>);

/** What was written, or a clear refusal: a key that somebody changed in the database would be trusted. */
function pinOf({ request_id, vm_key, pinned_at, replaced_at, body }: HostKeysRow): Pin {
  const what = `the host keys of request ${request_id}`;
  const { success, data, error } = schema.safeParse(fromJsonText(body, what));
  if (!success) throw damagedRow(what, error);
  if (data.requestId !== request_id || vmKey(data.vmId) !== vm_key || data.pinnedAtMs !== pinned_at)
    throw damagedRow(what, new Error('Its columns say something else than its text'));
  const { vmId, machineId, keys, requestId, approvedBy, pinnedAtMs } = data;
  const pin = { vmId, machineId, keys, requestId, approvedBy, pinnedAtMs };
  return replaced_at === null ? pin : { ...pin, replacedAtMs: replaced_at };
}

import { hasCards } from '../core/requests/has-cards.ts';
import type { VmRequest } from '../core/requests/request.ts';
import { mayBecome } from '../core/requests/transitions.ts';
import { addNotices } from './add-notices.ts';
import { appendEvents } from './append-events.ts';
import { addCards } from './cards.ts';
import type { Database, Reading } from './database.ts';
import { fromRow, readColumns, toRow, vmKey } from './request-row.ts';
import type { RequestFilter, Requests } from './store.ts';

/** A request without cards has none that could show an older version. The largest that an integer column holds. */
const neverStale = 2 ** 31 - 1;

export function requestsIn(database: Database): Requests {
  return {
    async insert(request, events, notices) {
      await database.write(async (tx) => {
        const first = { ...request, version: 1 };
        await tx
          .insertInto('requests')
          .values({ ...toRow(first), shown_version: hasCards(request) ? 0 : neverStale })
          .execute();
        if (hasCards(request)) await addCards(tx, request.id);
        await appendEvents(tx, events);
        await addNotices(tx, notices);
      });
    },
    async get(id) {
      const row = await database.read((db) => byId(db, id).executeTakeFirst());
      return row && fromRow(row);
    },
    update: (id, decide) =>
      database.write(async (tx) => {
        // Locked until the end: a decision is about what nobody else is changing. Always before the chain's head.
        const row = await byId(tx, id).forUpdate().executeTakeFirst();
        if (row === undefined) return { kind: 'missing' };
        const before = fromRow(row);
        const decided = decide(before);
        if (decided.kind === 'refuse') return { kind: 'refused', refusal: decided.refusal, request: before };
        const request = nextVersion(before, decided.request);
        const { numUpdatedRows } = await tx
          .updateTable('requests')
          .set(toRow(request))
          .where('id', '=', id)
          .where('version', '=', before.version)
          .executeTakeFirstOrThrow();
        if (numUpdatedRows !== 1n) throw new Error(`Request ${id} changed while it was locked`);
        await appendEvents(tx, decided.events);
        await addNotices(tx, decided.notices);
        return { kind: 'changed', request };
      }),
    keepLease: (id, owner, untilMs) =>
      database.write(async (tx) => {
        const row = await byId(tx, id).forUpdate().executeTakeFirst();
        const request = row && fromRow(row);
        if (request?.lease?.owner !== owner) return;
        const { body } = toRow({ ...request, lease: { owner, untilMs } });
        await tx.updateTable('requests').set({ body }).where('id', '=', id).execute();
      }),
    async ids(states) {
      const rows = await database.read((db) =>
        db
          .selectFrom('requests')
          .select('id')
          .where('state', 'in', [...states])
          .orderBy('created_at')
          .orderBy('id')
          .execute(),
      );
      return rows.map(({ id }) => id);
    },
    async list(filter) {
      // `in ()` is no SQL everywhere.
      if (filter.states?.length === 0) return [];
      const rows = await database.read((db) => filtered(db, filter).execute());
      return rows.map(fromRow);
    },
  };
}

function byId(db: Reading, id: string) {
  return db.selectFrom('requests').select(readColumns).where('id', '=', id);
}

function filtered(db: Reading, { states, requester, vmId, limit }: RequestFilter) {
  let query = db.selectFrom('requests').select(readColumns);
  if (states !== undefined) query = query.where('state', 'in', [...states]);
  if (requester !== undefined) query = query.where('requester', '=', requester);
  if (vmId !== undefined) query = query.where('vm_key', '=', vmKey(vmId));
  if (limit !== undefined) query = query.limit(limit);
  return query.orderBy('created_at', 'desc').orderBy('id', 'desc');
}

function nextVersion(before: VmRequest, after: VmRequest): VmRequest {
  if (after.id !== before.id) throw new Error(`Request ${before.id} cannot become ${after.id}`);
  if (!mayBecome(before.state, after.state))
    throw new Error(`Request ${before.id} is ${before.state}: there is no step to ${after.state}`);
  return { ...after, version: before.version + 1 };
}

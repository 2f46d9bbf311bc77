import { chainStart } from '../core/requests/chain.ts';
import type { ChainedEvent, EventKind } from '../core/requests/event.ts';
import { appendEvents } from './append-events.ts';
import type { Database } from './database.ts';
import { fromJsonText } from './json-text.ts';
import type { Events } from './store.ts';
import { damagedRow } from './store-failed.ts';
import type { EventRow } from './tables.ts';

export function eventsIn(database: Database): Events {
  return {
    async append(event) {
      const [link] = await database.write((tx) => appendEvents(tx, [event]));
      if (link === undefined) throw new Error('One event makes one link');
      return link;
    },
    async since(seq, limit) {
      const rows = await database.read((db) =>
        db.selectFrom('events').selectAll().where('seq', '>=', seq).orderBy('seq').limit(limit).execute(),
      );
      return rows.map(eventOf);
    },
    async of(requestId) {
      const rows = await database.read((db) =>
        db.selectFrom('events').selectAll().where('request_id', '=', requestId).orderBy('seq').execute(),
      );
      return rows.map(eventOf);
    },
    async head() {
      const head = await database.read((db) =>
        db.selectFrom('chain').select(['seq', 'hash']).where('id', '=', 1).executeTakeFirst(),
      );
      if (head === undefined)
        throw damagedRow("the log's end", new Error(`The chain has no head, not even ${chainStart.seq}`));
      return head;
    },
  };
}

/** The kind is not compared with today's list: a log outlives the words that it was written in, and the hash covers it. */
function eventOf({ seq, prev, hash, kind, at, actor, request_id, data }: EventRow): ChainedEvent {
  const what = `event ${seq}`;
  const parsed = fromJsonText(data, what);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw damagedRow(what, new Error('Its data is not an object'));
  return {
    seq,
    prev,
    hash,
    kind: kind as EventKind,
    atMs: at,
    actor,
    ...(request_id === null ? {} : { requestId: request_id }),
    data: parsed as ChainedEvent['data'],
  };
}

import { type ChainHead, chainHash } from '../core/requests/chain.ts';
import type { ChainedEvent, NewEvent } from '../core/requests/event.ts';
import type { Writing } from './database.ts';
import { fromJsonText, toJsonText } from './json-text.ts';
import { plainText } from './plain-text.ts';

/** Few enough for the parameters that one statement may have. */
const eventsAtOnce = 500;

/**
 * Hangs events behind the head, in the transaction of the change that they tell of. From the reading of the head to the
 * end of the transaction nobody else can: the chain has one order, the one in which changes became true.
 */
export async function appendEvents(tx: Writing, events: readonly NewEvent[]): Promise<ChainedEvent[]> {
  if (events.length === 0) return [];
  const head = await tx
    .selectFrom('chain')
    .select(['seq', 'hash'])
    .where('id', '=', 1)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const links = linked(head, events);
  for (let from = 0; from < links.length; from += eventsAtOnce)
    await tx
      .insertInto('events')
      .values(links.slice(from, from + eventsAtOnce).map(rowOf))
      .execute();
  const { seq, hash } = links.at(-1) ?? head;
  const { numUpdatedRows } = await tx
    .updateTable('chain')
    .set({ seq, hash })
    .where('id', '=', 1)
    .where('hash', '=', head.hash)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) throw new Error('The head of the chain moved while it was locked');
  return links;
}

function linked(head: ChainHead, events: readonly NewEvent[]): ChainedEvent[] {
  let last = head;
  return events.map((event) => {
    // Hashed is what can be read back, not what was handed in.
    const kept = asKept(event);
    const link = { ...kept, seq: last.seq + 1, prev: last.hash, hash: chainHash(last.seq + 1, last.hash, kept) };
    last = link;
    return link;
  });
}

function asKept({ kind, atMs, actor, requestId, data }: NewEvent): NewEvent {
  return {
    kind,
    atMs,
    actor: plainText(actor),
    ...(requestId === undefined ? {} : { requestId: plainText(requestId) }),
    data: fromJsonText(toJsonText(data), 'an event') as NewEvent['data'],
  };
}

function rowOf({ seq, prev, hash, kind, atMs, actor, requestId, data }: ChainedEvent) {
  return { seq, prev, hash, kind, at: atMs, actor, request_id: requestId ?? null, data: toJsonText(data) };
}

import { type ChainHead, chainHash, chainStart } from './chain.ts';
import type { ChainedEvent } from './event.ts';

export type ChainVerdict =
  | { readonly kind: 'intact'; readonly head: ChainHead }
  | {
      readonly kind: 'broken';
      /** The first number that is wrong. */
      readonly seq: number;
      /** `head`: the events are sound among themselves, and the head belongs to others. */
      readonly how: 'gap' | 'changed' | 'reordered' | 'head';
    };

/**
 * Whether events are as they were written, from the first on or behind an event that was verified before.
 * Whoever can write the database can also write a sound chain anew: only a head that was kept elsewhere shows that.
 */
export function verifyChain(events: readonly ChainedEvent[], after: ChainHead = chainStart): ChainVerdict {
  let last = after;
  for (const event of events) {
    const seq = last.seq + 1;
    if (event.seq !== seq) return { kind: 'broken', seq, how: isElsewhere(seq, event, events) ? 'reordered' : 'gap' };
    if (event.prev !== last.hash || event.hash !== chainHash(seq, event.prev, event))
      return { kind: 'broken', seq, how: wasMoved(event, events) ? 'reordered' : 'changed' };
    last = { seq, hash: event.hash };
  }
  return { kind: 'intact', head: last };
}

/** Whether verified events end where they should: the head that the store keeps, or one that was posted elsewhere. */
export function verifyHead(last: ChainHead, head: ChainHead): ChainVerdict {
  if (last.seq === head.seq && last.hash === head.hash) return { kind: 'intact', head };
  if (last.seq < head.seq) return { kind: 'broken', seq: last.seq + 1, how: 'gap' };
  return { kind: 'broken', seq: last.seq === head.seq ? head.seq : head.seq + 1, how: 'head' };
}

function isElsewhere(seq: number, found: ChainedEvent, events: readonly ChainedEvent[]): boolean {
  return found.seq < seq || events.some((each) => each.seq === seq);
}

/** It is sound, only not under this number: its hash fits the number of another event. */
function wasMoved(event: ChainedEvent, events: readonly ChainedEvent[]): boolean {
  const first = events[0]?.seq ?? event.seq;
  return events.some((_, index) => {
    const seq = first + index;
    return seq !== event.seq && event.hash === chainHash(seq, event.prev, event);
  });
}

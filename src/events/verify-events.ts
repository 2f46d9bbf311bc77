import { type ChainHead, chainStart } from '../core/requests/chain.ts';
import { type ChainVerdict, verifyChain, verifyHead } from '../core/requests/verify-chain.ts';
import type { Events } from '../store/store.ts';

const pageSize = 1000;

/**
 * Verifies the whole chain as the store holds it, page by page, perhaps while a bot writes on.
 * @param kept a head that was noted elsewhere: it must be one of the links
 */
export async function verifyEvents(events: Events, kept?: ChainHead): Promise<ChainVerdict> {
  let last = chainStart;
  let awaited = 0;
  for (;;) {
    // From far below 1, so that nothing hides in front of the first.
    const page = await events.since(last.seq === 0 ? Number.MIN_SAFE_INTEGER : last.seq + 1, pageSize);
    const verdict = verifyChain(page, last);
    if (verdict.kind === 'broken') return verdict;
    const link = page.find(({ seq }) => seq === kept?.seq);
    if (link !== undefined && kept !== undefined && link.hash !== kept.hash)
      return { kind: 'broken', seq: link.seq, how: 'head' };
    last = verdict.head;
    if (page.length > 0) continue;
    const head = await events.head();
    // Written since the last page was read: go on, but only once for each head that is promised.
    if (head.seq > Math.max(last.seq, awaited)) awaited = head.seq;
    else return kept !== undefined && kept.seq > last.seq ? verifyHead(last, kept) : verifyHead(last, head);
  }
}

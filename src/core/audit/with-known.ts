import { inParallel } from '../in-parallel.ts';
import type { Survey } from './audit-run.ts';
import { asFlagged, type Flagged, type FlaggedNsgs } from './flag-nsgs.ts';
import type { FreshReads } from './fresh-reads.ts';
import { isInterface } from './read-known-interfaces.ts';

const atATime = 4;

/** What became of the groups that the run before found. */
export interface KnownNsgs extends FlaggedNsgs {
  /** Keys of those that are there no more, and of those of which nothing is known. */
  readonly gone: ReadonlySet<string>;
  readonly unclear: ReadonlySet<string>;
}

/**
 * The flagged groups, with those that the run before found and no page flags now: a page may be old, or leave one out, and
 * neither means that it is closed or gone. As many requests as there are such groups.
 */
export async function withKnown(
  found: FlaggedNsgs,
  { unread, gone: ended = [] }: Survey['subscriptions'],
  known: ReadonlySet<string>,
  reads: FreshReads,
): Promise<KnownNsgs> {
  const flagged = new Map<string, Flagged>(found.flagged);
  const gone = new Set<string>();
  const unclear = new Set<string>();
  const silent = [...unread, ...ended];
  const asked = [...known].filter((key) => !flagged.has(key) && !isInterface(key) && !isOf(key, silent));
  await inParallel(asked, atATime, async (key) => {
    const now = await reads.nsg(key);
    if (now === undefined) gone.add(key);
    else if (now.kind === 'unreadable') unclear.add(key);
    else flagged.set(key, { ...asFlagged(now), key });
  });
  return { ...found, flagged, gone, unclear };
}

/** Whether a key is of one of these subscriptions. */
export function isOf(key: string, subscriptions: readonly { readonly id: string }[]): boolean {
  return subscriptions.some(({ id }) => key.startsWith(`/subscriptions/${id.toLowerCase()}/`));
}

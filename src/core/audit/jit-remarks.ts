import type { Unreadable } from '../facts.ts';
import type { ReadNsg } from './arm/nsg-from-arm.ts';
import { jitAllows, jitLeftovers } from './jit-leftovers.ts';
import { namesOf } from './not-read-words.ts';
import type { PathParts } from './paths-to.ts';

export interface JitRemarks {
  /** Sentences about doors of Microsoft Defender's that should be gone. */
  readonly remarks: readonly string[];
  /** Why nobody knows whether there are any. */
  readonly unread?: Unreadable;
}

type Parts = Pick<PathParts, 'reads' | 'options'>;

/** Asks only for subscriptions in which a group has such a door. */
export async function jitRemarks({ nsg, subscriptionId }: ReadNsg, { reads, options }: Parts): Promise<JitRemarks> {
  if (jitAllows(nsg.rules, options.port).length === 0) return { remarks: [] };
  const requests = await reads.jitRequests(subscriptionId);
  if (requests === undefined) return { remarks: [] };
  if ('kind' in requests) return { remarks: [], unread: requests };
  return {
    remarks: jitLeftovers(nsg.rules, requests, options).map(
      ({ name }) =>
        `Rule ${name}: Microsoft Defender's just-in-time access opened it for a while, and no request for it is running any more: it should be gone.`,
    ),
  };
}

/** A group of which nobody knows whether a door of Defender's should be gone, and why. */
export interface JitUnread {
  readonly nsgId: string;
  readonly why: Unreadable;
}

/** One sentence for each reason: subscriptions that are refused are refused for the same permission. */
export function jitUnreadWords(groups: readonly JitUnread[]): readonly string[] {
  const byReason = Map.groupBy(groups, ({ why: { permission, because } }) =>
    permission === undefined ? because : `that takes the permission ${permission}.`,
  );
  return [...byReason].map(
    ([reason, some]) =>
      `Whether doors that Microsoft Defender opened for a while are still wanted is not known (${namesOf(some.map(({ nsgId }) => nsgId))}): ${reason}`,
  );
}

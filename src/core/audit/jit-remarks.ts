import type { Unreadable } from '../facts.ts';
import type { ReadNsg } from './arm/nsg-from-arm.ts';
import type { Flagged } from './flag-nsgs.ts';
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

/** Of which groups that could not be told: one sentence for each subscription. */
export async function jitUnread(groups: readonly Flagged[], parts: Parts): Promise<readonly string[]> {
  const unread = new Map<string, { readonly ids: string[]; readonly permission: string | undefined }>();
  for (const { read } of groups) {
    const paged = read();
    const now = await parts.reads.nsg(paged.nsg.id);
    if (now === undefined) continue;
    // A page may be minutes old, and these doors come and go.
    const group = now.kind === 'read' ? now : paged;
    const { unread: why } = await jitRemarks(group, parts);
    if (why === undefined) continue;
    const of = unread.get(group.subscriptionId) ?? { ids: [], permission: why.permission };
    of.ids.push(group.nsg.id);
    unread.set(group.subscriptionId, of);
  }
  return [...unread.values()].map(
    ({ ids, permission }) =>
      `Whether doors that Microsoft Defender opened for a while are still wanted is not known (${namesOf(ids)})${permission === undefined ? '' : `: that takes the permission ${permission}`}.`,
  );
}

import type { Unreadable } from '../facts.ts';
import type { SurveyedInterface } from './arm/interface-from-arm.ts';
import { networkOf } from './arm/network-of.ts';
import type { PathParts } from './paths-to.ts';

export interface GroupOfSubnet {
  readonly nsgId: string | undefined;
  /** The network, where that keeps the group from being known. */
  readonly unreadable?: Unreadable;
  /** Whether any group is on the way: the subnet's or the interface's own. */
  readonly guard: 'some' | 'none' | { readonly unread: string };
  /** One sentence: why it may be minutes old that there is none. */
  readonly isOld?: string;
}

/**
 * The group of an interface's subnet: by the page that had it, and where that would make a finding, or end one, as it is
 * now. That there is none is believed of a page if it cannot be read again: an open door must not be lost over that.
 */
export async function groupOfSubnet(
  nic: SurveyedInterface,
  subnetId: string,
  isClosedWithout: boolean,
  { around, reads, options: { known } }: PathParts,
): Promise<GroupOfSubnet> {
  const isOnPage = around.subnets.has(subnetId);
  const paged = around.subnets.get(subnetId);
  const answer = (nsgId: string | undefined): GroupOfSubnet => ({
    nsgId,
    guard: nsgId === undefined && nic.nsgId === undefined ? 'none' : 'some',
  });
  const isBare = isOnPage && answer(paged).guard === 'none' && !isClosedWithout;
  if (isOnPage && !isBare && !known.has(nic.id)) return answer(paged);
  const network = await reads.network(networkOf(subnetId));
  const now =
    network === undefined || 'kind' in network ? undefined : network.subnets.find(({ id }) => id === subnetId);
  if (now !== undefined) return answer(now.nsgId);
  const unreadable: Unreadable =
    network !== undefined && 'kind' in network
      ? network
      : { kind: 'unreadable', what: `subnet ${subnetId.slice(subnetId.lastIndexOf('/') + 1)}`, ...isMissing };
  if (isOnPage && paged === undefined) return { ...answer(paged), isOld: unreadable.because };
  const because = `The ${unreadable.what} could not be read: ${unreadable.because}`;
  return { nsgId: undefined, unreadable, guard: nic.nsgId === undefined ? { unread: because } : 'some' };
}

const isMissing = { reason: 'not-found', because: 'Its virtual network does not name it.' } as const;

import type { Pin } from '../core/host-keys/pin.ts';
import type { ChainHead } from '../core/requests/chain.ts';
import type { Decided } from '../core/requests/decided.ts';
import type { ChainedEvent, NewEvent } from '../core/requests/event.ts';
import type { NewNotice } from '../core/requests/notice.ts';
import type { RequestState, VmRequest } from '../core/requests/request.ts';
import type { Caller } from '../core/text/parse-caller.ts';
import type { Audits } from './audit-store.ts';

/**
 * What the bot must not forget. Every method rejects with a BotError (`store-failed`) when the database cannot be read
 * or written: then nothing is executed, since it could not be recorded. What it reads and did not write like that is a
 * BotError as well (`store-damaged`).
 */
export interface Store {
  readonly requests: Requests;
  readonly events: Events;
  readonly cards: Cards;
  readonly notices: Notices;
  readonly addresses: Addresses;
  readonly shelf: Shelf;
  readonly hostKeys: HostKeys;
  readonly audits: Audits;
  close(): Promise<void>;
}

type Updated<Refusal> =
  | { readonly kind: 'changed'; readonly request: VmRequest }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly request: VmRequest }
  | { readonly kind: 'missing' };

export interface Requests {
  /** The request as version 1, its first events and notices, in one transaction. */
  insert(request: VmRequest, events: readonly NewEvent[], notices: readonly NewNotice[]): Promise<void>;
  get(id: string): Promise<VmRequest | undefined>;
  /**
   * Reads, decides and writes by compare-and-set on the version, the events and notices in the same transaction; who
   * comes second decides about what the first one left. The version is counted by the store.
   * @throws Error when the decision makes a step that `transitions` does not have
   */
  update<Refusal>(id: string, decide: (request: VmRequest) => Decided<Refusal>): Promise<Updated<Refusal>>;
  /** Lengthens the lease, if this owner has one. That is no change of the request: its version stays. */
  keepLease(id: string, owner: string, untilMs: number): Promise<void>;
  /** Of those that are in one of these states, the oldest first: also of rows that cannot be read as requests. */
  ids(states: readonly RequestState[]): Promise<string[]>;
  /** Newest first. */
  list(filter: RequestFilter): Promise<VmRequest[]>;
}

export interface RequestFilter {
  readonly states?: readonly RequestState[];
  readonly requester?: string;
  /** Resource id in any case. */
  readonly vmId?: string;
  readonly limit?: number;
}

export interface Events {
  /** Appends to the chain by compare-and-set on its head. Not for what belongs to a change of a request. */
  append(event: NewEvent): Promise<ChainedEvent>;
  /** In order, from this number on (1 is the first). */
  since(seq: number, limit: number): Promise<ChainedEvent[]>;
  /** Of one request, in order. */
  of(requestId: string): Promise<ChainedEvent[]>;
  head(): Promise<ChainHead>;
}

/** Who reads a copy of a request's card: those who decide, in their channel, and the person who asked, directly. */
export const cardAudiences = ['approvers', 'requester'] as const;

/** A copy of a request's card in Slack; each request has one for each audience from the start. */
export interface Card {
  readonly requestId: string;
  readonly audience: (typeof cardAudiences)[number];
  /** Absent while it was never posted. */
  readonly posted?: { readonly channelId: string; readonly ts: string };
  /** The request's version that it shows; 0 while it was never posted. */
  readonly shownVersion: number;
}

export interface Cards {
  of(requestId: string): Promise<Card[]>;
  /**
   * Takes up to `limit` cards that show an older version than their request has and that nobody else took, for
   * `leaseMs`: who is slower than that may see it posted twice. The oldest requests first.
   */
  claim(nowMs: number, leaseMs: number, limit: number): Promise<Card[]>;
  /** It stands there now, and shows this version; whoever comes next may take it. */
  shown(
    card: Pick<Card, 'requestId' | 'audience' | 'shownVersion'> & { readonly channelId: string; readonly ts: string },
  ): Promise<void>;
  /** Not now: it may be taken again at this time. */
  postpone(card: Pick<Card, 'requestId' | 'audience'>, untilMs: number): Promise<void>;
}

export interface Notice extends NewNotice {
  readonly id: number;
  /** How often it was claimed, this time included. */
  readonly tries: number;
}

export interface Notices {
  /**
   * Takes up to `limit` unsent ones that are due and that nobody else took, for `leaseMs`: who is slower than that may
   * see it sent twice. In order of writing. One for the thread waits until there is a card to put it under.
   */
  claim(nowMs: number, leaseMs: number, limit: number): Promise<Notice[]>;
  sent(id: number): Promise<void>;
  /** Not now: try again at this time. */
  postpone(id: number, untilMs: number): Promise<void>;
}

export interface RememberedAddress extends Caller {
  readonly typedAtMs: number;
}

export interface Addresses {
  get(userId: string): Promise<RememberedAddress | undefined>;
  set(userId: string, address: RememberedAddress): Promise<void>;
  forget(userId: string): Promise<void>;
}

/** Keeps JSON for a while under an id that fits into a button, for every replica. */
export interface Shelf {
  /** Replaces what has this id. */
  put(id: string, kind: string, thing: unknown, untilMs: number): Promise<void>;
  /** Puts it there unless one of this id is there and not too old. @returns whether it did: of several, one does */
  putFirst(id: string, kind: string, thing: unknown, nowMs: number, untilMs: number): Promise<boolean>;
  /** Undefined when it is too old, of another kind, or was never there. */
  get(id: string, kind: string, nowMs: number): Promise<unknown>;
  forgetUntil(nowMs: number): Promise<void>;
}

/** What came of pinning. */
type Pinned =
  | { readonly kind: 'pinned' }
  /** This request has pinned before; perhaps another has since. */
  | { readonly kind: 'already'; readonly pin: Pin }
  /** Something else holds than what was to be replaced: nothing was changed. `current` is absent where nothing holds. */
  | { readonly kind: 'outrun'; readonly current?: Pin };

/** The approved host keys of each VM: one pin holds, and those before it stay readable as replaced. */
export interface HostKeys {
  /**
   * From now on this pin holds for its VM; written with its event. The same request pins once, however often it is tried.
   * @param replaces the request of the pin whose place it takes; undefined: nothing holds yet
   */
  pin(pin: Pin, replaces: string | undefined): Promise<Pinned>;
  /** The one that holds. @param vmId resource id in any case */
  of(vmId: string): Promise<Pin | undefined>;
  /** In the order in which they were pinned; the one that holds, if any, is the last. */
  history(vmId: string): Promise<Pin[]>;
}

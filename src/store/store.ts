import type { AuditRun, TrackedFinding, TrendPoint, Waiver, WaiverEnd } from '../core/audit/audit-run.ts';
import type { SurveyProgress } from '../core/audit/survey-options.ts';
import type { Pin } from '../core/host-keys/pin.ts';
import type { ChainHead } from '../core/requests/chain.ts';
import type { Decided } from '../core/requests/decided.ts';
import type { ChainedEvent, NewEvent } from '../core/requests/event.ts';
import type { NewNotice } from '../core/requests/notice.ts';
import type { RequestState, VmRequest } from '../core/requests/request.ts';
import type { Caller } from '../core/text/parse-caller.ts';
import type { BotError } from '../errors.ts';

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

/** An audit that somebody is at, until what it found is written down. */
export interface ActiveAudit {
  readonly id: string;
  readonly trigger: AuditRun['trigger'];
  readonly startedAtMs: number;
  readonly leasedUntilMs: number;
  /** How often somebody took it, this time included, without those who left it to the next. */
  readonly tries: number;
  readonly progress?: SurveyProgress;
}

/** A run that a place is still to be told. */
export interface Telling {
  readonly runId: string;
  /** A channel's id, or a person's for their direct messages. */
  readonly place: string;
  /** How often somebody took it, this time included. */
  readonly tries: number;
  /** Names of what stands there of the report besides its first message. */
  readonly standing: readonly string[];
}

/** Who takes an audit, and for how long it is theirs. */
export interface AuditLease {
  readonly owner: string;
  readonly nowMs: number;
  readonly leaseMs: number;
}

type BegunAudit =
  | { readonly kind: 'begun'; readonly audit: ActiveAudit }
  /** Another one is under way. */
  | { readonly kind: 'busy'; readonly audit: ActiveAudit }
  /** This slot, or a later one, had its audit. */
  | { readonly kind: 'had' };

/** Audits: over all replicas one goes on at a time, and each slot of the schedule has one. */
export interface Audits extends AuditPlaces {
  /** Claims the slot of a scheduled one in the same transaction. */
  begin(run: Pick<AuditRun, 'id' | 'trigger'>, lease: AuditLease): Promise<BegunAudit>;
  /** Takes the one that somebody left who died or stopped, if there is one. */
  takeOver(lease: AuditLease): Promise<ActiveAudit | undefined>;
  active(): Promise<ActiveAudit | undefined>;
  /** @returns false: it is somebody else's by now, and has to be let go */
  keepLease(id: string, lease: AuditLease, progress?: SurveyProgress): Promise<boolean>;
  /** Leaves it to whoever comes next, as if it had not been tried. */
  release(id: string, owner: string): Promise<void>;
  /**
   * Writes down what was found, with its event, and ends the audit. Old ones are forgotten here: some hundred points stay of
   * the trend, and some runs as a whole.
   * @param places that are to be told, instead of what they were still to be told
   * @returns false: it is somebody else's by now
   */
  writeDown(run: AuditRun, point: TrendPoint, owner: string, places: readonly string[]): Promise<boolean>;
  /** Undefined when it is too old or damaged, or was never there. */
  run(id: string): Promise<AuditRun | undefined>;
  /** Those that are written down, the newest first. */
  last(limit: number): Promise<AuditRun[]>;
  /** The same one by one, so that not all of them are in memory at once. @param damaged told of those that are left out */
  backwards(limit: number, damaged?: (error: BotError) => void): AsyncIterable<AuditRun>;
  /** The oldest first, without those that are damaged. */
  trend(limit: number): Promise<TrendPoint[]>;
  /**
   * The latest slot that needs no audit any more; undefined: this schedule was never looked at. One that is more than an
   * hour ahead was written by a clock that was, and does not count.
   */
  lastSlot(nowMs: number): Promise<number | undefined>;
  /** This slot needs no audit: it was before the bot's first start. */
  passSlot(slotMs: number, nowMs: number): Promise<void>;
  /** Written with its event. */
  waive(waiver: Waiver): Promise<void>;
  /** From then on no waiver of the finding holds that was given before; written with its event. */
  endWaiver(end: WaiverEnd): Promise<void>;
  /** Of each finding the newest, if it did not end; the newest first. @param damaged told of those that are left out */
  waivers(nowMs: number, damaged?: (error: BotError) => void): Promise<Waiver[]>;
}

/** The places that are told of audits: what each knows, and what it is still to be told. */
interface AuditPlaces {
  /** Takes one that is due and that nobody else is at. */
  claimTelling(lease: AuditLease): Promise<Telling | undefined>;
  /** @returns false: somebody else is at it, or a newer run took its place */
  keepTelling(telling: Telling, lease: AuditLease, standing: readonly string[]): Promise<boolean>;
  /** The first message stands there. @param known what the place knows from now on; undefined: a person is told */
  posted(telling: Telling, owner: string, post: AuditPost, known: readonly TrackedFinding[] | undefined): Promise<void>;
  posts(runId: string): Promise<AuditPost[]>;
  /** Where the newest report of a channel stands. */
  newestPost(channelId: string): Promise<AuditPost | undefined>;
  /** Not now: it may be taken again at this time, within an hour. */
  postpone(telling: Telling, owner: string, untilMs: number): Promise<void>;
  /** Nothing is left to be told of it. */
  told(telling: Telling, owner: string): Promise<void>;
  /** What a channel was told last; undefined: nothing ever, or it is damaged. */
  knownAt(place: string, damaged: (error: BotError) => void): Promise<TrackedFinding[] | undefined>;
}

interface AuditPost {
  readonly channelId: string;
  readonly ts: string;
}

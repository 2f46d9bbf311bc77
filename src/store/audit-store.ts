import type { AuditRun, TrackedFinding, TrendPoint, Waiver, WaiverEnd } from '../core/audit/audit-run.ts';
import type { SurveyProgress } from '../core/audit/survey-options.ts';
import type { BotError } from '../errors.ts';

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

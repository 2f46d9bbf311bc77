import type { Extent } from './extent.ts';
import type { Finding } from './finding.ts';
import type { LastChange } from './last-change.ts';
import type { Severity } from './severity.ts';

/** A subscription that was not read, or not wholly. */
export interface UnreadSubscription {
  readonly id: string;
  readonly name?: string;
  readonly reason: 'forbidden' | 'throttled' | 'timed-out' | 'failed';
  /** One sentence, fit to be shown. */
  readonly because: string;
  readonly permission?: string;
}

/** What an audit read and found; plain data. */
export interface Survey {
  /** `failed`: nothing could be read. */
  readonly status: 'complete' | 'partial' | 'failed';
  readonly subscriptions: {
    /** Read wholly. */
    readonly answered: readonly { readonly id: string; readonly name?: string }[];
    readonly unread: readonly UnreadSubscription[];
    /** Read by the audit before, and there no more. */
    readonly gone?: readonly { readonly id: string; readonly name?: string }[];
  };
  readonly counts: {
    readonly nsgs: number;
    readonly rules: number;
    readonly interfaces: number;
    readonly machines: number;
    /** Of the groups: those that could not be understood, of which nothing is known. */
    readonly notUnderstood?: number;
    /** Groups besides that could not be read, although a public address leads to a machine behind them. */
    readonly hidden?: number;
  };
  /** Sentences: what no answer could be given about (admin rules, routes, firewalls). */
  readonly notEvaluated: readonly string[];
  /** The worst first; what is closed or narrow without a remark is not among them. */
  readonly findings: readonly Finding[];
  /** Doors of this bot that are open right now. */
  readonly grants: readonly OpenGrant[];
  /** Resource ids (lower case) of those of `known` that are there no more, and of those that are there and no finding. */
  readonly vanished: readonly string[];
  readonly healed: readonly string[];
}

/** A rule of this installation's own that lets somebody in at the moment. */
export interface OpenGrant {
  readonly nsgId: string;
  readonly nsgName: string;
  readonly rule: string;
  readonly requestId: string;
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
  readonly closesAtMs?: number;
}

/** What became of a finding since the run before. */
export type Change = 'new' | 'worse' | 'better' | 'unchanged' | 'resolved' | 'vanished' | 'unknown';

/** A finding as a report shows it: with what the runs before know of it. */
export interface TrackedFinding {
  readonly finding: Finding;
  readonly change: Change;
  readonly firstSeenAtMs: number;
  /** Of `worse` and `better`: how bad it was before. Runs of long ago know less of that. */
  readonly before?: Waiver['covers'];
  /** Of one that is unchanged as far as is known: how bad it was when all of it was known, or when it was told. */
  readonly lastKnown?: Extent;
  /** Of what is new or worse: who changed its group last, if that could be read. */
  readonly lastChange?: LastChange;
  /** It is waived, and the waiver holds. */
  readonly waiver?: Waiver;
  /** A waiver that lapsed since the run before, or no longer covers it. */
  readonly lapsedWaiver?: Waiver;
}

export interface Waiver {
  readonly key: string;
  /** Slack user id. */
  readonly by: string;
  readonly reason: string;
  readonly atMs: number;
  /** It holds until then. */
  readonly untilMs: number;
  /** As bad as the finding was when it was waived: a worse one is no longer covered. */
  readonly covers: Pick<Extent, 'severity' | 'publicIpv4Addresses'> & Partial<Extent>;
}

/** That somebody took the waivers of a finding back. */
export type WaiverEnd = Pick<Waiver, 'key' | 'by' | 'atMs'>;

/** One run, as it is kept. */
export interface AuditRun {
  readonly id: string;
  readonly trigger:
    | { readonly kind: 'schedule'; readonly slotMs: number }
    | { readonly kind: 'command'; readonly by: string };
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly survey: Omit<Survey, 'findings' | 'vanished' | 'healed'>;
  /** Those of this run, the worst first, then those that are resolved, vanished or unknown this time. */
  readonly findings: readonly TrackedFinding[];
  /** Of all that the run before or a channel knew: keys of what is there no more, and of what is no finding any more. */
  readonly gone?: Pick<Survey, 'vanished' | 'healed'>;
}

/** What a picture of the last runs shows of each: open doors by severity, without those that are waived. */
export interface TrendPoint {
  readonly atMs: number;
  readonly status: Survey['status'];
  readonly counts: Readonly<Record<Severity, number>>;
  readonly waived: number;
}

import type { Logger } from 'pino';
import type { Azure } from '../../azure/azure.ts';
import type { Clock } from '../../clock.ts';
import type { AuditRun, Survey, TrackedFinding, TrendPoint, Waiver } from '../../core/audit/audit-run.ts';
import type { AuditSettings } from '../../core/audit/audit-settings.ts';
import type { SurveyProgress } from '../../core/audit/survey-options.ts';
import type { Store } from '../../store/store.ts';
import type { Message } from '../../views/message.ts';
import type { Poster } from '../poster.ts';

/** A report as it is posted: the first message and the picture in the channel, everything else in its thread. */
export interface AuditReport {
  /** @param missing names of what Slack does not take of the rest: it says so */
  readonly first: (missing: readonly string[]) => Message;
  readonly picture?: NamedFile;
  /** In the thread as well: there is one line to be read, and no more. */
  readonly isOneLine: boolean;
  readonly rest: readonly Message[];
  readonly files: readonly NamedFile[];
}

export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What a picture shows. */
  readonly altText?: string;
}

interface ReportOptions {
  /** The last runs, this one among them, the oldest first. */
  readonly trend: readonly TrendPoint[];
  /** Slack ids of users and groups to be called. */
  readonly mention: readonly string[];
  /** There is nothing that it could be held against. */
  readonly isFirst: boolean;
}

export type RenderReport = (run: AuditRun, options: ReportOptions) => AuditReport | Promise<AuditReport>;

/** What audits work with. */
export interface AuditParts {
  readonly settings: AuditSettings;
  /** Reads and judges; what is thrown becomes a run that failed. */
  readonly survey: (options: {
    readonly known: ReadonlySet<string>;
    /** Those among them that only admin rules opened. */
    readonly forcedBefore: ReadonlySet<string>;
    /** The subscriptions that have to answer: those of the last run, and of what a channel knows. */
    readonly subscriptions: readonly { readonly id: string; readonly name?: string }[];
    readonly progress: (soFar: SurveyProgress) => void;
    /** Aborted when the bot stops. */
    readonly signal: AbortSignal;
  }) => Promise<Survey>;
  readonly compare: (
    before: readonly TrackedFinding[],
    survey: Survey,
    waivers: readonly Waiver[],
    nowMs: number,
  ) => TrackedFinding[];
  /** Who changed a group last. */
  readonly lastChange: Azure['lastChange'];
  readonly render: RenderReport;
  readonly store: Pick<Store, 'audits'>;
  readonly poster: Poster;
  readonly clock: Clock;
  readonly log: Logger;
  readonly newId: () => string;
  /** Names this process in leases. */
  readonly owner: string;
  readonly track: <T>(work: Promise<T>) => Promise<T>;
  /** Resolves after so long; rejects when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** So long an audit is left alone after the last sign of life of whoever is at it. */
export const auditLeaseMs = 60_000;
/** The same of a report that is being posted: Slack may take its time for a file. */
export const tellLeaseMs = 180_000;
/** Whoever fails so often at one is not helped by trying again. */
export const mostTries = 5;
/** As many as the picture has room for; runs are kept as a whole for as long. */
export const trendPoints = 30;

import type { Thresholds } from '../net/exposure.ts';
import type { People } from '../policy/policy.ts';
import type { Severity } from './severity.ts';

/** So many people and groups a channel may call: a report has room for them. */
export const mostMentions = 20;

/** What the operator decided about audits. */
export interface AuditSettings {
  /** Five cron fields; absent: audits run only by hand. */
  readonly schedule?: string;
  /** IANA name, in which the schedule is meant. */
  readonly timezone: string;
  readonly channels: readonly AuditChannel[];
  /** Who may run and read audits, besides the policy's admins. */
  readonly readers: People;
  /** Who may waive findings, besides the policy's admins. */
  readonly waivers: People;
  readonly thresholds: Thresholds;
}

/** A channel that is told, and of what. */
export interface AuditChannel {
  readonly id: string;
  /** Lower case; absent: all. */
  readonly subscriptions?: readonly string[];
  /** Globs; absent: all. */
  readonly resourceGroups?: readonly string[];
  /** Findings that are less bad are left out. */
  readonly from: Severity;
  /** Slack ids of users and groups who are called when something is new or worse. */
  readonly mention: readonly string[];
}

import type { ActOutcome } from '../actions/act.ts';
import type { ActionParams } from '../actions/action.ts';
import type { ActionId } from '../actions/all-actions.ts';
import type { Plan } from '../actions/plan.ts';

/** Where a request stands. Which steps exist is the table in `transitions.ts`. */
export type RequestState =
  | 'pending'
  | 'approved'
  | 'denied'
  | 'cancelled'
  | 'lapsed'
  | 'executing'
  | 'succeeded'
  | 'failed'
  /** It was sent, and whether it took effect is not known. */
  | 'unknown'
  /** A grant: open until `closesAtMs`. */
  | 'active'
  | 'closing'
  | 'closed';

/** The VM as it was when it was asked for. */
export interface RequestedVm {
  readonly id: string;
  readonly vmId: string;
  readonly name: string;
  readonly resourceGroup: string;
  readonly subscriptionId: string;
  readonly subscriptionName?: string;
  readonly location: string;
  readonly privateAddress: string;
  /** Its network interfaces: a hint that saves a round of reading, never a fact. */
  readonly nicIds?: readonly string[];
  /** As they were; absent where they could not be read, which refuses. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
}

/** What the policy said when it was asked for; it is asked again at every click. */
export interface AppliedPolicy {
  /** The rule's name in the configuration; "admins" where there is no policy. */
  readonly rule: string;
  readonly approvals: number;
  /** In words, with mentions: "2 of @ops, @carol". */
  readonly approvers: string;
  /** How it came to be approved without a person. */
  readonly without?: 'auto' | 'break-glass';
}

export interface Decision {
  readonly by: string;
  readonly verdict: 'approve' | 'deny';
  readonly atMs: number;
  readonly reason?: string;
}

/** One write of the plan and how far it got. A write that has no entry was never sent. */
export interface WriteProgress {
  readonly status: 'sent' | 'done';
  /** Priority that was chosen for the rule. */
  readonly priority?: number;
  /** What a script told of what it did: a sentence or two. */
  readonly told?: string;
  readonly atMs: number;
}

export interface ActProgress {
  readonly beganAtMs: number;
  /** The message in which people see what comes of it. */
  readonly shown?: { readonly channelId: string; readonly ts: string };
  readonly endedAtMs?: number;
  readonly outcome?: ActOutcome;
}

/** How it ended, for people. */
export interface Ending {
  readonly message: string;
  readonly hint?: string;
}

/** One person's wish for one action on one VM, with everything that was decided and done about it. */
export interface VmRequest {
  /** 10 characters of a-z and 2-7: it is part of rule names. */
  readonly id: string;
  /** Counts changes: a compare-and-set names the version it read. */
  readonly version: number;
  readonly state: RequestState;
  readonly action: ActionId;
  readonly params: ActionParams;
  /** When the address in `params.from` was typed. */
  readonly fromTypedAtMs: number;
  readonly vm: RequestedVm;
  readonly plan: Plan;
  /** SHA-256 of the plan: what the approvers approve. */
  readonly digest: string;
  readonly notes: readonly string[];
  /** Slack user id. */
  readonly requester: string;
  readonly reason?: string;
  readonly policy: AppliedPolicy;
  readonly decisions: readonly Decision[];
  /** The grant that this one prolongs. */
  readonly extends?: string;
  /** Of a closing: the request that has taken it back. */
  readonly reopenedBy?: string;
  readonly createdAtMs: number;
  /** When a pending request lapses. */
  readonly lapsesAtMs: number;
  /** When somebody last reminded the approvers, and how often. */
  readonly reminded: { readonly times: number; readonly atMs: number };
  /** Who carries it out at the moment, and until when nobody else may. */
  readonly lease?: { readonly owner: string; readonly untilMs: number };
  /** Index in the plan's writes -> progress. */
  readonly writes: Readonly<Record<string, WriteProgress>>;
  /** How far what the bot does itself came. It is begun once: what was begun and left is never begun again. */
  readonly act?: ActProgress;
  /** Somebody wants what is under way to be ended. */
  readonly cancelAsked?: { readonly by: string; readonly atMs: number };
  /** Of a grant: since when it is open, and when it must be closed. */
  readonly openedAtMs?: number;
  readonly closesAtMs?: number;
  /** The reminder before the end was sent. */
  readonly endAnnounced?: true;
  /** Closing failed so often, and when to try again. */
  readonly closeTries?: { readonly times: number; readonly nextAtMs: number; readonly because: string };
  /** The difference between Azure and the grant that was told last. */
  readonly drift?: string;
  readonly endedAtMs?: number;
  readonly ending?: Ending;
}

import type { CommandTemplate } from '../commands/template.ts';
import type { PolicyAction } from './policy-actions.ts';

/** What the operator decided about who may do what; complete, every default filled in. Plain data, safe to log. */
export interface Policy {
  /** Slack user ids: who may ask and approve where no rule matches. */
  readonly admins: readonly string[];
  /**
   * Whether VM names and tags may loosen. Whoever may write a tag or create a VM has less power than the bot, so by
   * default they only tighten: see `rulesFor`.
   */
  readonly trustTags: boolean;
  /** The tag whose value is the Slack user id of the VM's owner. Read only with `trustTags`. */
  readonly ownerTag: string;
  /** In order; the first that matches decides. */
  readonly rules: readonly PolicyRule[];
  /** The commands that there are, by their names in `CommandPolicy`; absent: none. */
  readonly templates?: readonly CommandTemplate[];
  /** Absent: off. */
  readonly breakGlass?: BreakGlass;
}

export interface PolicyRule {
  readonly name: string;
  readonly match: PolicyMatch;
  /** What it allows. An action that is not here is not allowed at all. */
  readonly actions: Readonly<Partial<Record<PolicyAction, ActionPolicy>>>;
}

/** All that is given must hold, each through one of its entries; nothing given matches every VM. */
export interface PolicyMatch {
  /** Ids, any case. Not display names: those can be changed by the subscription's owner. */
  readonly subscriptions?: readonly string[];
  /** Anchored globs. */
  readonly resourceGroups?: readonly string[];
  /** Anchored globs. */
  readonly vms?: readonly string[];
  /** By tag name (any case) the anchored globs of which its value matches one. */
  readonly tags?: readonly { readonly name: string; readonly values: readonly string[] }[];
}

/** Some people: whoever is meant by at least one of these. */
export interface People {
  /** Every full member of the workspace. */
  readonly everyone: boolean;
  /** Slack user ids. */
  readonly users: readonly string[];
  /** Slack user group ids. */
  readonly groups: readonly string[];
  /** The user named by the owner tag. */
  readonly owner: boolean;
}

export interface ActionPolicy {
  /** Who may ask: whoever is among each of these. A rule gives one; every rule that tightens it adds one. */
  readonly requesters: readonly People[];
  readonly approval: Approval;
  readonly reason: {
    readonly required: boolean;
    /** The reason must match one glob of each list; `#` stands for a digit in them. */
    readonly patterns: readonly (readonly string[])[];
  };
  readonly longestMs: number;
  /** CIDR blocks that may be let in, canonical; empty: none. */
  readonly sources: readonly string[];
  /** Fewest leading bits of the block that is let in: 32 is one IPv4 address, 128 one IPv6 address. */
  readonly widest: { readonly ipv4: number; readonly ipv6: number };
  /** How long a request waits for its approvals. */
  readonly lapsesAfterMs: number;
  /** Keys are let in by the VMAccess extension, which makes the user and grants sudo, and not by a script; absent: by a script. */
  readonly vmAccess?: true;
  /** Of an action that is decided by command; absent: as `commandDefaults` has it. */
  readonly commands?: CommandPolicy;
}

/** Which commands may be asked for, and which of them need no approval. */
export interface CommandPolicy {
  /** Lists of anchored globs: the template's name must match one of each list. No list: every template. */
  readonly templates: readonly (readonly string[])[];
  /** The same for those that need no approval; here a list without a glob is one that nothing matches. */
  readonly withoutApproval: readonly (readonly string[])[];
  /** Whether anything else may be asked for; that always needs people. */
  readonly free: boolean;
}

export type Approval =
  | { readonly kind: 'auto' }
  | {
      readonly kind: 'people';
      /** At least 1. */
      readonly approvals: number;
      /** Whoever is among each of these. */
      readonly approvers: readonly People[];
    };

/** Who may open port 22 alone, with a reason, for a short time. */
interface BreakGlass {
  /** Slack user group ids. */
  readonly groups: readonly string[];
  readonly longestMs: number;
}

/** The VM that is decided about. */
export interface PolicyVm {
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string;
  readonly subscriptionId: string;
  readonly subscriptionName?: string;
  /** Undefined: they could not be read. Then whatever depends on a tag is refused. */
  readonly tags: Readonly<Record<string, string>> | undefined;
}

export const nobody: People = { everyone: false, users: [], groups: [], owner: false };

export const commandDefaults: CommandPolicy = { templates: [], withoutApproval: [[]], free: false };

export const everySource: readonly string[] = ['0.0.0.0/0', '::/0'];

/** What an action has where its rule does not say otherwise; who may ask and approve has no default. */
export const actionDefaults = {
  approvals: 1,
  longestMs: 4 * 3_600_000,
  lapsesAfterMs: 3_600_000,
  widest: { ipv4: 32, ipv6: 128 },
} as const;

import type { VmFacts } from '../facts.ts';
import type { RemediationId } from '../remediations/all-remediations.ts';

/** What one check found. `unknown` and `skipped` are never shown as a pass. */
export interface Outcome {
  readonly status: 'pass' | 'fail' | 'warn' | 'unknown' | 'skipped';
  /** One sentence: what is so. */
  readonly summary: string;
  /** One sentence: why (the deciding rule, the missing permission, Azure's reason). */
  readonly because?: string;
  /** One sentence: what to do about it. Every fail, warn and unknown has one. */
  readonly todo?: string;
  readonly fix?: RemediationId;
  /** The exact `az` command that does the same by hand, ready to paste. */
  readonly command?: string;
}

/** What the bot saw when it tried the port itself. */
export type Probe =
  | { readonly kind: 'answered'; readonly banner: string }
  | { readonly kind: 'not-ssh'; readonly received: string }
  /** The connection stayed open until the deadline; `received` is '' where nothing at all was said. */
  | { readonly kind: 'silent'; readonly afterMs: number; readonly received: string }
  /** The other side closed before it had said anything, or in the middle of its greeting. */
  | { readonly kind: 'hung-up'; readonly received: string }
  | { readonly kind: 'timed-out'; readonly afterMs: number }
  | { readonly kind: 'refused' }
  | { readonly kind: 'failed'; readonly because: string }
  | { readonly kind: 'skipped'; readonly because: string };

/** Everything a check may look at. */
export interface CheckInput {
  readonly facts: VmFacts;
  /** The caller's address or CIDR as they gave it, already validated and canonical. */
  readonly from: string;
  /** The port sshd listens on inside the VM; 22 unless the caller said otherwise. */
  readonly port: number;
  /** The bot's own outbound address as the operator configured it. Never detected. */
  readonly botAddress: string | undefined;
  readonly probe: Probe;
}

export interface Check {
  readonly id: string;
  readonly title: string;
  evaluate(input: CheckInput): Outcome;
}

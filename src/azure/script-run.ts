import type { ScriptOutput } from '../core/guest-scripts/script-output.ts';

/** A script for one VM, run as root by its agent. */
export interface GuestScript {
  /** POSIX sh, as it is: it is wrapped before it is sent. No secrets: it stays on the VM's disk. */
  readonly body: string;
  /** 16 to 64 letters and digits, made up at random for this run; by it the output is recognised. */
  readonly sentinel: string;
  /** It only reads: it may be sent once more where it is not known whether it ran. Left out: it may not. */
  readonly repeatable?: boolean;
  /** All in all, with waiting for its turn. Two minutes unless given. */
  readonly deadlineMs?: number;
}

/** How it ended. Sentences are fit to be shown, once escaped. */
export type ScriptRun =
  /** Whether it did what it should is for its exit status to tell, and whether this is its output at all for `output.kind`. */
  | { readonly kind: 'ran'; readonly output: ScriptOutput }
  /** It is sure that nothing ran. */
  | { readonly kind: 'not-run'; readonly because: string; readonly hint: string }
  /** It may have run, run in part, or be running still. */
  | { readonly kind: 'unknown'; readonly because: string; readonly hint: string };

/** How a command on a VM ended, as far as that is known. */
export type ExecEnd =
  | { readonly kind: 'exited'; readonly status: number }
  /** @param signal `SIGTERM`; what the server calls it, so a text from outside */
  | { readonly kind: 'signalled'; readonly signal: string }
  | { readonly kind: 'timed-out'; readonly limit: 'wall' | 'idle' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'connection-lost'; readonly because: string }
  /** The server closed the channel and never said how the command ended: not a success. */
  | { readonly kind: 'unknown' }
  /** The command was not carried out. */
  | { readonly kind: 'not-started'; readonly because: string };

/** Output of a command, both streams in the order in which they arrived; any bytes at all. */
export interface Captured {
  /** The beginning. */
  readonly head: Buffer;
  /** The end. Between the two `leftOutBytes` are missing. */
  readonly tail: Buffer;
  readonly leftOutBytes: number;
  readonly totalBytes: number;
  readonly stdoutBytes: number;
  readonly stderrBytes: number;
  /** Whether anything was left out: the beginning and the end do not follow on each other. */
  readonly cut: boolean;
}

export interface Executed {
  readonly end: ExecEnd;
  readonly output: Captured;
  /** What is known of the process on the VM. It may outlive its channel. */
  readonly process: 'ended' | 'may-run' | 'never-ran';
  /** Whether the server closed the output itself: all of it arrived, though not all may have been kept. */
  readonly isOutputComplete: boolean;
}

export interface JournalEntry {
  /** Epoch milliseconds. */
  readonly at: number;
  /** The systemd unit, e.g. `ssh.service`. */
  readonly unit: string;
  readonly program: string;
  readonly pid: number;
  readonly message: string;
}

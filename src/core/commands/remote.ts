import type { HostKey } from '../host-keys/host-key.ts';
import type { NotOpened } from '../host-keys/not-opened.ts';
import type { Executed } from './executed.ts';

/** A VM to log in to. */
export interface RemoteServer {
  /** What people call it. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly user: string;
  /** The keys that were approved for it. */
  readonly hostKeys: readonly HostKey[];
  /** Names the very machine: connections are kept for it and for no other. */
  readonly machine: string;
}

export interface RunOptions {
  readonly wallMs: number;
  readonly idleMs: number;
  /** So much of the output is kept. */
  readonly bytes: number;
  readonly signal: AbortSignal;
  /** Called while output comes, with its last bytes and how many there were in all. */
  readonly onOutput: (tail: (mostBytes: number) => Uint8Array, totalBytes: number) => void;
}

/** What became of reading a file. */
export type FileRead =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | { readonly kind: 'too-large'; readonly limit: number }
  | { readonly kind: 'missing' | 'forbidden' | 'not-a-file' | 'no-sftp' | 'timed-out' | 'cancelled' }
  | { readonly kind: 'failed'; readonly because: string };

/** A log-in on a VM, for one thing. */
export interface RemoteSession {
  run(command: string, options: RunOptions): Promise<Executed>;
  readFile(path: string, options: Pick<RunOptions, 'bytes' | 'wallMs' | 'signal'>): Promise<FileRead>;
  /** Whoever opened it calls this when they are done: it is kept for the next one, or not. */
  done(): void;
}

export type OpenedRemote = { readonly kind: 'open'; readonly session: RemoteSession } | NotOpened;

/** SSH as jobs need it. Nothing here rejects but for bugs. */
export interface Remote {
  /**
   * @param through ids of the grants that let the bot in: a kept connection ends with them. `once`: it is not kept at all
   */
  open(
    server: RemoteServer,
    options: { readonly signal: AbortSignal; readonly through: readonly string[] | 'once' },
  ): Promise<OpenedRemote>;
  /** Ends kept connections to this machine. */
  endOf(machine: string): void;
}

import type { HostKey } from '../host-keys/host-key.ts';
import type { NotOpened } from '../host-keys/not-opened.ts';
import type { Executed } from './executed.ts';
import type { FileRead } from './file-read.ts';

/** A VM to log in to. */
export interface RemoteServer {
  /** What people call it. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly user: string;
  /** The keys that were approved for it. */
  readonly hostKeys: readonly HostKey[];
  /** Names the very machine: a connection is kept for it and for no other. */
  readonly machine: string;
}

interface RunOptions {
  readonly wallMs: number;
  readonly idleMs: number;
  /** So much of the output is kept. */
  readonly bytes: number;
  readonly signal: AbortSignal;
  /** Called while output comes, with its last bytes and how many there were in all. */
  readonly onOutput: (tail: (mostBytes: number) => Uint8Array, totalBytes: number) => void;
}

/** A log-in on a VM that nobody else uses meanwhile. Nothing here rejects but for bugs. */
export interface RemoteSession {
  run(command: string, options: RunOptions): Promise<Executed>;
  readFile(path: string, options: Pick<RunOptions, 'bytes' | 'wallMs' | 'signal'>): Promise<FileRead>;
}

export type UsedRemote<T> = { readonly kind: 'used'; readonly result: T } | NotOpened;

/** SSH as jobs need it. */
export interface Remote {
  /**
   * Logs in, or takes a connection that is kept from before, and does something there. Where a kept one turns out to be dead
   * and nothing has reached the server, it is done once more on a new one.
   * @param through names the grants that let the bot in: a kept connection serves only while they are the same.
   *   `once`: it was opened for this alone, and is not kept
   */
  use<T>(
    server: RemoteServer,
    options: { readonly signal: AbortSignal; readonly through: string | 'once' },
    act: (session: RemoteSession) => Promise<T>,
  ): Promise<UsedRemote<T>>;
  /** Ends kept connections to this machine; those in use are not kept after it. */
  endOf(machine: string): void;
  /** Ends all that are kept, and keeps none any more. */
  close(): void;
}

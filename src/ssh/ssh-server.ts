import type { HostKey } from '../core/host-keys/host-key.ts';
import type { HttpProxy, Target } from './dial.ts';

/** Somewhere to log in. */
export interface SshServer extends Target {
  /** What people call it, for sentences. */
  readonly name: string;
  readonly user: string;
  /** The keys that were approved for it. Without any, nothing is dialled. */
  readonly hostKeys: readonly HostKey[];
}

/** What lies between the bot and a server. */
export interface SshRoute {
  /** For the first connection; the others run inside it. */
  readonly proxy?: HttpProxy;
  /** Servers to go through, in this order. Each is held against its own approved keys. */
  readonly jumps: readonly SshServer[];
}

/** With what the bot logs in, on the server and on every jump before it. */
export type SshCredentials =
  | { readonly kind: 'key'; readonly privateKey: string; readonly passphrase?: string }
  /** @param socket path of the agent's socket */
  | { readonly kind: 'agent'; readonly socket: string };

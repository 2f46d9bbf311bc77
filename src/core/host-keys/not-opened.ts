import type { HostKey } from './host-key.ts';

/**
 * Why there is no SSH connection. `at` is the name of the server at which it ended: a jump, or the one that was meant.
 * Texts hold what the other side said, and are to be escaped.
 */
export type NotOpened =
  | {
      readonly kind: 'unreachable';
      readonly at: string;
      readonly reason: 'refused' | 'timed-out' | 'failed';
      readonly because: string;
    }
  /** It showed a key that was not approved. No attempt to log in was made. Nothing proves that it has the private half. */
  | { readonly kind: 'untrusted'; readonly at: string; readonly presented: HostKey }
  /**
   * It has no key of the approved types; no attempt to log in was made.
   * `offered`: what it offers, in the words of the protocol (an RSA key is offered as `rsa-sha2-512`, for instance).
   */
  | { readonly kind: 'no-pinned-type'; readonly at: string; readonly offered?: readonly string[] }
  /** No key was approved; nothing was dialled. */
  | { readonly kind: 'unpinned'; readonly at: string }
  /** It is the right server, and does not let the bot's user in. */
  | { readonly kind: 'not-let-in'; readonly at: string; readonly because: string }
  | { readonly kind: 'failed'; readonly at: string; readonly because: string };

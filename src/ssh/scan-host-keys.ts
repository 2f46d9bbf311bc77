import type { Clock } from '../clock.ts';
import type { HostKey } from '../core/host-keys/host-key.ts';
import type { HttpProxy } from './dial.ts';
import { hostKeyTypes, signaturesFor } from './pinned-keys.ts';
import { reach } from './reach.ts';
import { type Shaken, shakeHands } from './shake-hands.ts';
import type { SshConnection } from './ssh-connection.ts';

/** What a server shows of itself. Nothing proves that it has the private halves of these keys. */
export type ScannedHostKeys =
  | { readonly kind: 'scanned'; readonly keys: readonly HostKey[] }
  | Unreachable
  /** Somebody is there, but a handshake did not come far enough. */
  | { readonly kind: 'failed'; readonly because: string };

interface Unreachable {
  readonly kind: 'unreachable';
  readonly reason: 'refused' | 'timed-out' | 'failed';
  readonly because: string;
}

interface ScanParts {
  readonly proxy?: HttpProxy | undefined;
  /** From inside this connection, in place of the proxy. */
  readonly through?: SshConnection | undefined;
  readonly clock: Clock;
  /** For all connections together. */
  readonly timeoutMs: number;
  /** Which types to look for, in the words of `HostKey.type`; all by default. */
  readonly types?: readonly string[];
}

/**
 * Looks at the host keys of a server without logging in, one connection for each: every key is refused as soon as it is
 * shown, so that the handshake ends there. Never rejects.
 */
export async function scanHostKeys(address: string, port: number, parts: ScanParts): Promise<ScannedHostKeys> {
  const deadline = parts.clock.deadline(parts.timeoutMs);
  const look = async (types: readonly string[]) => {
    const reached = await reach({ address, port }, { through: parts.through, proxy: parts.proxy }, deadline.signal);
    if (reached.kind !== 'connected')
      return { kind: 'unreachable', reason: reached.kind, because: reached.because } as const;
    const terms = { pinned: [], signatures: signaturesFor(types), username: 'nobody', method: undefined };
    return await shakeHands(reached.socket, terms, deadline.signal);
  };
  const keys: HostKey[] = [];
  try {
    // The first look tells which types there are, and shows one. One after the other: servers count their strangers.
    for (let left = hostKeyTypes.filter((type) => parts.types?.includes(type) ?? true); left.length > 0; ) {
      const shown = await look(left);
      if (shown.kind === 'no-pinned-type') break;
      if (shown.kind !== 'untrusted') return asEnding(shown);
      keys.push(shown.presented);
      left = left.filter((type) => type !== shown.presented.type && isOffered(type, shown.offered));
    }
    return { kind: 'scanned', keys };
  } finally {
    deadline.clear();
  }
}

function isOffered(type: string, offered: readonly string[]): boolean {
  return signaturesFor([type]).some((signature) => offered.includes(signature));
}

function asEnding(shown: Exclude<Shaken, { kind: 'untrusted' | 'no-pinned-type' }> | Unreachable): ScannedHostKeys {
  switch (shown.kind) {
    case 'unreachable':
    case 'failed':
      return shown;
    case 'not-let-in':
      return { kind: 'failed', because: shown.because };
    case 'open':
      throw new Error('A connection was opened without any key that is trusted');
  }
}

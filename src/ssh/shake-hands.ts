import type { Duplex } from 'node:stream';
import ssh2, { type AnyAuthMethod, type Client, type ConnectConfig, type ServerHostKeyAlgorithm } from 'ssh2';
import type { HostKey } from '../core/host-keys/host-key.ts';
import { type Ended, judgeHandshake, type Seen, whyLost } from './judge-handshake.ts';
import { isGreeting, offeredTypes } from './offered-types.ts';
import { verifierOf } from './pinned-keys.ts';
import { hangUp } from './ssh-connection.ts';

/** How the talk with a server over one socket went: it is logged in, or it is over. */
export type Shaken =
  | {
      readonly kind: 'open';
      readonly client: Client;
      /** Why the connection was lost, once it is. */
      readonly because: () => string;
      /** The last line of ssh2's own log. */
      readonly lastLine: () => string;
    }
  | Ended;

export interface Terms {
  /** The keys to compare with. Without any, every key is refused. */
  readonly pinned: readonly HostKey[];
  /** What the server is asked to sign with. */
  readonly signatures: readonly ServerHostKeyAlgorithm[];
  readonly username: string;
  /** The only way to log in that is tried; undefined to try none. */
  readonly method: AnyAuthMethod | undefined;
}

/**
 * Checks who it is, and only then logs in. Never rejects, and leaves nothing behind but an open connection.
 * @param signal ends it
 */
export function shakeHands(socket: Duplex, terms: Terms, signal: AbortSignal): Promise<Shaken> {
  const client = new ssh2.Client();
  const seen: Seen = {
    stage: 'greeting',
    asked: terms.signatures,
    isVerified: false,
    isTried: false,
    isTooLate: false,
    lastLine: '',
  };
  return new Promise((resolve) => {
    const settle = (shaken: Shaken) => {
      signal.removeEventListener('abort', onAbort);
      if (shaken.kind !== 'open') hangUp(client, socket);
      resolve(shaken);
    };
    const giveUp = () => {
      if (seen.stage !== 'open') settle(judgeHandshake(seen));
    };
    const onAbort = () => {
      seen.isTooLate = true;
      giveUp();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    // These stay for as long as the connection lives: an error that nobody listens to ends the bot.
    client.on('error', (error: Error & { level?: string }) => {
      seen.trouble ??= error;
      // The agent's trouble is told first; ssh2 goes on and finds that nothing is left to try.
      if (error.level !== 'agent') giveUp();
    });
    client.on('end', giveUp).on('close', giveUp);
    // A server that says good-bye and does not hang up: ssh2 ends its half, tells nobody, and waits for ever.
    socket.once('finish', () => {
      giveUp();
      setImmediate(() => socket.destroy());
    });
    client.on('handshake', () => {
      if (seen.stage !== 'open') seen.stage = 'log-in';
    });
    client.on('ready', () => {
      // A server that lets somebody in who did not ask is none that anything is to be run on.
      if (!seen.isTried) seen.trouble ??= new Error('it let the bot in unasked');
      if (signal.aborted || !seen.isVerified || !seen.isTried || seen.stage !== 'log-in') return giveUp();
      seen.stage = 'open';
      seen.trouble = undefined;
      settle({ kind: 'open', client, because: () => whyLost(seen), lastLine: () => seen.lastLine });
    });
    if (signal.aborted) return onAbort();
    try {
      client.connect({ ...configFor(terms, seen), sock: socket });
    } catch (error) {
      seen.trouble = error instanceof Error ? error : new Error(String(error));
      giveUp();
    }
  });
}

/**
 * There is no `hostHash` (with it the verifier gets text, or with a typing error in it silently the key), no password, no
 * prompt, no forwarded agent, and no time-out of ssh2's own: the clock that was handed in ends it.
 */
function configFor({ pinned, signatures, username, method }: Terms, seen: Seen): ConnectConfig {
  const isPinned = verifierOf(pinned, (presented) => {
    seen.presented = presented;
  });
  return {
    username,
    hostVerifier: (blob: Buffer) => {
      const isRight = isPinned(blob);
      seen.isVerified = isRight;
      return isRight;
    },
    // What is not compressed cannot blow up; and a server that is not known yet has no business with zlib.
    algorithms: { serverHostKey: [...signatures], compress: ['none'] },
    authHandler: (left, isPartial, next) => {
      if (method !== undefined && !seen.isTried) {
        seen.isTried = true;
        return next(method);
      }
      seen.otherWays = left ?? undefined;
      seen.isPartial = isPartial === true;
      // ssh2's word for "nothing is left"; its types lack it.
      return next(false as unknown as AnyAuthMethod);
    },
    readyTimeout: 0,
    keepaliveInterval: 10_000,
    keepaliveCountMax: 3,
    debug: (line) => {
      seen.lastLine = line;
      if (seen.stage === 'greeting' && isGreeting(line)) seen.stage = 'handshake';
      if (seen.offered === undefined) seen.offered = offeredTypes(line);
    },
  };
}

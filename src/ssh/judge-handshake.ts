import type { HostKey } from '../core/host-keys/host-key.ts';
import { hungUp, inWords, plain, type Stage, tooSlow } from './in-words.ts';

/** What was seen of a handshake so far. */
export interface Seen {
  stage: Stage;
  readonly asked: readonly string[];
  isVerified: boolean;
  /** A way to log in was tried. */
  isTried: boolean;
  /** Whoever waited has given up. */
  isTooLate: boolean;
  /** Of ssh2's own log. */
  lastLine: string;
  /** As the server offers its host keys. */
  offered?: readonly string[] | undefined;
  /** A key that was refused. */
  presented?: HostKey;
  /** The first error. */
  trouble?: (Error & { level?: string; code?: unknown }) | undefined;
  /** The other ways to log in that the server names. */
  otherWays?: readonly string[] | undefined;
  /** The key was accepted, and the server wants something else besides. */
  isPartial?: boolean;
}

/** How a handshake ended that did not end in an open connection. */
export type Ended =
  | { readonly kind: 'untrusted'; readonly presented: HostKey; readonly offered: readonly string[] }
  | { readonly kind: 'no-pinned-type'; readonly offered: readonly string[] }
  | { readonly kind: 'not-let-in'; readonly because: string }
  | { readonly kind: 'failed'; readonly because: string };

export function judgeHandshake(seen: Seen): Ended {
  const { presented, offered = [], asked, trouble, stage } = seen;
  if (presented !== undefined) return { kind: 'untrusted', presented, offered };
  if (offered.length > 0 && !offered.some((name) => asked.includes(name))) return { kind: 'no-pinned-type', offered };
  if (trouble?.level === 'agent') return { kind: 'failed', because: `the bot's SSH agent: ${plain(trouble.message)}` };
  if (trouble?.level === 'client-authentication') return { kind: 'not-let-in', because: whyNotLetIn(seen) };
  if (stage === 'log-in' && isRefusal(trouble)) return { kind: 'not-let-in', because: inWords(trouble, stage) };
  if (trouble === undefined) return { kind: 'failed', because: seen.isTooLate ? tooSlow(stage) : hungUp(stage) };
  return { kind: 'failed', because: inWords(trouble, stage) };
}

/** Why a connection that was open is gone. */
export function whyLost({ presented, trouble, stage }: Seen): string {
  if (presented !== undefined) return 'the server suddenly showed another host key';
  return trouble === undefined ? hungUp(stage) : inWords(trouble, stage);
}

function whyNotLetIn({ otherWays = [], isPartial }: Seen): string {
  const ways = plain(otherWays.join(', '));
  if (isPartial) return `the server takes the bot's key, and asks for more than that (${ways})`;
  return `the server does not accept the bot's key${ways === '' ? '' : `; it takes ${ways}`}`;
}

/** A server that counts the attempts says so by hanging up: RFC 4253, section 11.1; OpenSSH uses reason 2. */
function isRefusal(trouble: Seen['trouble']): trouble is NonNullable<Seen['trouble']> {
  if (trouble === undefined) return false;
  return trouble.code === 14 || (trouble.code === 2 && /authentication fail/i.test(trouble.message));
}

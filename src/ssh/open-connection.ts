import type { Clock } from '../clock.ts';
import type { NotOpened } from '../core/host-keys/not-opened.ts';
import { signaturesFor } from './pinned-keys.ts';
import { reach } from './reach.ts';
import { readCredentials } from './read-credentials.ts';
import { type Shaken, shakeHands } from './shake-hands.ts';
import { type SshConnection, sshConnection } from './ssh-connection.ts';
import type { SshCredentials, SshRoute, SshServer } from './ssh-server.ts';

export type Opened = { readonly kind: 'open'; readonly connection: SshConnection } | NotOpened;

export interface OpenParts {
  readonly route: SshRoute;
  readonly credentials: SshCredentials;
  readonly clock: Clock;
  /** For everything together: all jumps, all handshakes, the log-in. */
  readonly timeoutMs: number;
  /** Gives up early. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Connects and logs in. Nothing is sent that helps to log in before the server has shown a key that was approved for it;
 * the same holds for every jump. Never rejects.
 */
export async function openConnection(server: SshServer, parts: OpenParts): Promise<Opened> {
  const hops = [...parts.route.jumps, server];
  const refused = hops.map(refusalOf).find((each) => each !== undefined);
  if (refused !== undefined) return refused;
  const deadline = parts.clock.deadline(parts.timeoutMs);
  const signal = parts.signal === undefined ? deadline.signal : AbortSignal.any([deadline.signal, parts.signal]);
  try {
    const opened = await openInTurn(hops, parts, signal);
    if (opened.kind === 'open' || !parts.signal?.aborted) return opened;
    return { kind: 'failed', at: opened.at, because: 'it was cancelled' };
  } finally {
    deadline.clear();
  }
}

function refusalOf({ name, hostKeys }: SshServer): NotOpened | undefined {
  if (hostKeys.length === 0) return { kind: 'unpinned', at: name };
  const types = hostKeys.map(({ type }) => type);
  if (signaturesFor(types).length > 0) return undefined;
  return { kind: 'failed', at: name, because: `the bot cannot check a host key of the type ${types.join(' or ')}` };
}

async function openInTurn(hops: readonly SshServer[], parts: OpenParts, signal: AbortSignal): Promise<Opened> {
  let opened: Opened = { kind: 'failed', at: '', because: 'there is no server to go to' };
  let through: SshConnection | undefined;
  for (const hop of hops) {
    opened = await openNext(hop, through, parts, signal);
    if (opened.kind !== 'open') {
      through?.close();
      return opened;
    }
    through = opened.connection;
  }
  return opened;
}

async function openNext(
  hop: SshServer,
  through: SshConnection | undefined,
  { route, credentials }: OpenParts,
  signal: AbortSignal,
): Promise<Opened> {
  const read = readCredentials(credentials);
  if (read.kind === 'unreadable') return { kind: 'failed', at: hop.name, because: read.because };
  const reached = await reach(hop, { through, proxy: route.proxy }, signal);
  if (reached.kind !== 'connected')
    return { kind: 'unreachable', at: hop.name, reason: reached.kind, because: reached.because };
  const terms = {
    pinned: hop.hostKeys,
    signatures: signaturesFor(hop.hostKeys.map(({ type }) => type)),
    username: hop.user,
    method: read.methodFor(hop.user),
  };
  return asOpened(await shakeHands(reached.socket, terms, signal), hop.name, reached.socket, through);
}

function asOpened(
  shaken: Shaken,
  at: string,
  socket: Parameters<typeof shakeHands>[0],
  through: SshConnection | undefined,
): Opened {
  switch (shaken.kind) {
    case 'open': {
      const { client, because, lastLine } = shaken;
      return { kind: 'open', connection: sshConnection({ name: at, client, socket, because, lastLine, through }) };
    }
    case 'untrusted':
      return { kind: 'untrusted', at, presented: shaken.presented };
    case 'no-pinned-type':
      return { kind: 'no-pinned-type', at, offered: shaken.offered };
    default:
      return { ...shaken, at };
  }
}

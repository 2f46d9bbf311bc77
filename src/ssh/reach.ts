import type { Duplex } from 'node:stream';
import { dial, type HttpProxy, type Target } from './dial.ts';
import { plain } from './in-words.ts';
import type { SshConnection } from './ssh-connection.ts';

type Reached =
  | { readonly kind: 'connected'; readonly socket: Duplex }
  | { readonly kind: 'refused' | 'timed-out' | 'failed'; readonly because: string };

/** The way to a server: from the bot itself, or from inside the connection to the jump before it. */
export async function reach(
  target: Target,
  from: { readonly through: SshConnection | undefined; readonly proxy: HttpProxy | undefined },
  signal: AbortSignal,
): Promise<Reached> {
  const { through, proxy } = from;
  if (through !== undefined) return await forwardThrough(through, target, signal);
  const dialled = await dial(target, proxy, signal);
  if (dialled.kind === 'refused') return { kind: 'refused', because: 'nothing listens there' };
  if (dialled.kind === 'timed-out') return { kind: 'timed-out', because: 'nothing answered in time' };
  // From here on somebody always listens: an error without a listener ends the bot.
  if (dialled.kind === 'connected') dialled.socket.on('error', () => {});
  return dialled;
}

/** RFC 4254, section 7.2. */
function forwardThrough(jump: SshConnection, target: Target, signal: AbortSignal): Promise<Reached> {
  if (signal.aborted) return Promise.resolve({ kind: 'timed-out', because: 'nothing answered in time' });
  const gone = jump.lost();
  if (gone !== undefined) return Promise.resolve({ kind: 'failed', because: `${jump.name} was lost: ${gone}` });
  return new Promise((resolve) => {
    const settle = (reached: Reached) => {
      signal.removeEventListener('abort', onAbort);
      forget();
      resolve(reached);
    };
    const onAbort = () => settle({ kind: 'timed-out', because: `${jump.name} did not get through to it in time` });
    const forget = jump.onLost((because) => settle({ kind: 'failed', because: `${jump.name} was lost: ${because}` }));
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      jump.client.forwardOut('127.0.0.1', 0, target.address, target.port, (error, channel) => {
        if (error !== undefined) return settle(refusalOf(error, jump.name));
        channel.on('error', () => {});
        if (signal.aborted) channel.destroy();
        settle({ kind: 'connected', socket: channel });
      });
    } catch {
      settle({ kind: 'failed', because: `the connection to ${jump.name} was lost` });
    }
  });
}

/** The reasons of RFC 4254, section 5.1; what the system said is in the description. */
function refusalOf(error: Error & { readonly reason?: unknown }, jump: string): Reached {
  const said = plain(error.message.replace(/^\(SSH\) Channel open failure: /, ''));
  if (error.reason === 1) return { kind: 'failed', because: `${jump} does not let anybody through (${said})` };
  if (/refused/i.test(said)) return { kind: 'refused', because: `nothing listens there, says ${jump}` };
  if (/timed out/i.test(said)) return { kind: 'timed-out', because: `nothing answered ${jump} in time` };
  return { kind: 'failed', because: `${jump} did not get through to it (${said})` };
}

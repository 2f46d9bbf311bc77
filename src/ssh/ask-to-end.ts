import type { ClientChannel } from 'ssh2';
import type { Clock, Deadline } from '../clock.ts';
import type { SshConnection } from './ssh-connection.ts';

/**
 * Asks for the end of a process: SIGTERM, then SIGKILL, then the channel is closed, whatever the process does then.
 * @param graceMs between the steps
 * @param onGivenUp after the last one
 * @returns how to stop, once the process has ended
 */
export function askToEnd(
  connection: SshConnection,
  channel: ClientChannel,
  parts: { readonly clock: Clock; readonly graceMs: number },
  onGivenUp: () => void,
): () => void {
  let waiting: Deadline | undefined;
  const after = (next: () => void) => {
    waiting = parts.clock.deadline(parts.graceMs);
    waiting.signal.addEventListener('abort', next);
  };
  sendSignal(connection, channel, 'TERM');
  after(() => {
    sendSignal(connection, channel, 'KILL');
    after(() => {
      channel.close();
      onGivenUp();
    });
  });
  return () => waiting?.clear();
}

/**
 * RFC 4254, section 6.9. ssh2's own `signal()` does nothing once our half of the channel has ended, which it has from the
 * beginning: hence past it, to what it would call.
 */
function sendSignal(connection: SshConnection, channel: ClientChannel, name: 'TERM' | 'KILL'): void {
  const protocol = Reflect.get(connection.client, '_protocol') as { signal: (id: number, name: string) => void };
  const { id, state } = channel.outgoing as { readonly id: number; readonly state: string };
  if (connection.lost() === undefined && (state === 'open' || state === 'eof')) protocol.signal(id, name);
}

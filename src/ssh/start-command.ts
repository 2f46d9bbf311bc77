import type { ClientChannel } from 'ssh2';
import type { ExecEnd } from '../core/commands/executed.ts';
import { plain } from './in-words.ts';
import type { SshConnection } from './ssh-connection.ts';

/** Why there is no channel to a running command. */
type NotRunning = Extract<ExecEnd, { kind: 'not-started' | 'connection-lost' | 'unknown' }>;

/**
 * Asks for a command without a terminal, and gives it no input. Exactly one of the two is called, `onStarted` within the
 * same turn in which the answer came: what follows in the same packet is not lost.
 */
export function startCommand(
  connection: SshConnection,
  commandLine: string,
  on: { readonly started: (channel: ClientChannel) => void; readonly failed: (end: NotRunning) => void },
): void {
  const notStarted = (because: string) => {
    connection.noteNothingSent();
    on.failed({ kind: 'not-started', because });
  };
  const lost = connection.lost();
  if (lost !== undefined) {
    notStarted(`the connection was lost before: ${lost}`);
    return;
  }
  if (commandLine.includes('\0')) {
    // What stands behind it would not be part of the command there.
    on.failed({ kind: 'not-started', because: 'a command cannot hold a NUL character' });
    return;
  }
  try {
    connection.client.exec(commandLine, (error, channel) => {
      if (error !== undefined) return on.failed(whyNotRunning(error, connection));
      connection.noteSent();
      // Not `end()`: with both halves ended the stream closes the channel, and the exit status would not come any more.
      channel.eof();
      on.started(channel);
    });
  } catch {
    // ssh2 knows before its own event that the other side has hung up.
    notStarted('the connection was lost before');
  }
}

/** ssh2 opens a channel and asks for the command in one step; which of the two failed decides whether it may have run. */
function whyNotRunning(error: Error, connection: SshConnection): NotRunning {
  const lost = connection.lost();
  if (!isOfRequest(error)) {
    connection.noteNothingSent();
    const said = plain(error.message.replace(/^\(SSH\) Channel open failure: /, ''));
    return { kind: 'not-started', because: lost ?? `the server opened no session for it${said && ` (${said})`}` };
  }
  connection.spoil();
  if (lost !== undefined) return { kind: 'connection-lost', because: lost };
  if (connection.lastLine().startsWith('Inbound: CHANNEL_FAILURE'))
    return { kind: 'not-started', because: 'the server refused to run it' };
  // It closed the channel instead of an answer.
  return { kind: 'unknown' };
}

/** A channel that could not be opened has a reason, or ended with the connection: then the command was never sent. */
function isOfRequest(error: Error & { readonly reason?: unknown }): boolean {
  return error.reason === undefined && !/^(No response from server|No free channels available)$/.test(error.message);
}

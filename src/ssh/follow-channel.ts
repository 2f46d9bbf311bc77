import type { ClientChannel } from 'ssh2';
import type { ExecEnd } from '../core/commands/executed.ts';
import { plain } from './in-words.ts';

/** How a process itself ended. */
export type ProcessEnd = Extract<ExecEnd, { kind: 'exited' | 'signalled' }>;

/**
 * Reads a command's channel to its end: both streams, or its close would never come.
 * @param on.closed called once, after the last output
 */
export function followChannel(
  channel: ClientChannel,
  on: {
    readonly output: (stream: 'stdout' | 'stderr', chunk: Buffer) => void;
    readonly exit: (end: ProcessEnd) => void;
    readonly closed: () => void;
  },
): void {
  const open = new Set(['stdout', 'stderr']);
  const noteEnd = (stream: string) => {
    if (open.delete(stream) && open.size === 0) on.closed();
  };
  const noteExit = (status: number | null | undefined, signal?: string) => {
    if (typeof status === 'number') on.exit({ kind: 'exited', status });
    else if (typeof signal === 'string') on.exit({ kind: 'signalled', signal: plain(signal) });
  };
  channel.on('exit', noteExit);
  // Told again here: an exit that came before anybody listened is not lost.
  channel.on('close', (status?: number | null, signal?: string) => {
    noteExit(status, signal);
    noteEnd('stdout');
  });
  channel.stderr.on('end', () => noteEnd('stderr')).on('close', () => noteEnd('stderr'));
  // A server that sends more after the end breaks only its own stream.
  channel.on('error', () => {});
  channel.stderr.on('error', () => noteEnd('stderr'));
  channel.on('data', (chunk: Buffer) => on.output('stdout', chunk));
  channel.stderr.on('data', (chunk: Buffer) => on.output('stderr', chunk));
}

import type { ClientChannel } from 'ssh2';
import type { Clock } from '../clock.ts';
import type { ExecEnd, Executed } from '../core/commands/executed.ts';
import { askToEnd } from './ask-to-end.ts';
import { type Capture, captureOutput } from './capture-output.ts';
import { followChannel, type ProcessEnd } from './follow-channel.ts';
import { runLimits } from './run-limits.ts';
import type { SshConnection } from './ssh-connection.ts';
import { startCommand } from './start-command.ts';

export interface ExecuteParts {
  readonly clock: Clock;
  /** From the call to the end. */
  readonly wallMs: number;
  /** Without any output. */
  readonly idleMs: number;
  /** How much of the output is kept. */
  readonly capBytes: number;
  /** How long the process has to end after SIGTERM, and again after SIGKILL; 2 s by default. */
  readonly graceMs?: number;
  /** Cancels. */
  readonly signal?: AbortSignal | undefined;
  /** Called for each chunk; whoever shows it takes its time. */
  readonly onOutput?: ((output: Pick<Capture, 'lastBytes' | 'totalBytes'>) => void) | undefined;
}

/**
 * Runs one command line on the server, as its user's shell understands it, without a terminal and without input. Output of
 * any length is read and counted, and kept up to the cap. Never rejects: every way to end is a value.
 */
export function execute(connection: SshConnection, commandLine: string, parts: ExecuteParts): Promise<Executed> {
  const { clock, signal, onOutput, graceMs = 2_000 } = parts;
  const capture = captureOutput(parts.capBytes);
  if (signal?.aborted) {
    const output = capture.captured();
    return Promise.resolve({ end: { kind: 'cancelled' }, output, process: 'never-ran', isOutputComplete: true });
  }
  return new Promise((resolve) => {
    let channel: ClientChannel | undefined;
    let processEnd: ProcessEnd | undefined;
    let isOver = false;
    let stopAsking = () => {};

    const settle = (end: ExecEnd, process: Executed['process'], isOutputComplete = false) => {
      if (isOver) return;
      isOver = true;
      limits.clear();
      stopAsking();
      forget();
      if (!isOutputComplete) connection.spoil();
      resolve({ end, output: capture.captured(), process, isOutputComplete });
    };
    const onClosed = () => {
      const lost = connection.lost();
      const because: ExecEnd = lost === undefined ? { kind: 'unknown' } : { kind: 'connection-lost', because: lost };
      settle(
        limits.cutoff() ?? processEnd ?? because,
        processEnd === undefined ? 'may-run' : 'ended',
        lost === undefined,
      );
    };
    const onGivenUp = () => {
      const cutoff = limits.cutoff();
      if (cutoff !== undefined) settle(cutoff, processEnd === undefined ? 'may-run' : 'ended');
    };
    const onCutoff = () => {
      if (processEnd !== undefined) {
        // Over, but for something that it left behind and that holds its output open.
        channel?.close();
        settle(processEnd, 'ended');
      } else if (channel !== undefined) {
        stopAsking = askToEnd(connection, channel, { clock, graceMs }, onGivenUp);
      } else {
        onGivenUp();
        // The command may be on its way; without the connection it does not get far.
        connection.close();
      }
    };
    const limits = runLimits(parts, onCutoff);
    // Its channels end in the turns after that, and give what is left.
    const forget = connection.onLost(() => setImmediate(() => setImmediate(onClosed)));

    startCommand(connection, commandLine, {
      failed: (end) => settle(end, end.kind === 'not-started' ? 'never-ran' : 'may-run'),
      started(opened) {
        channel = opened;
        followChannel(opened, {
          output(stream, chunk) {
            capture.add(stream, chunk);
            limits.touch();
            if (!isOver) onOutput?.(capture);
          },
          exit: (end) => {
            processEnd ??= end;
          },
          closed: onClosed,
        });
        if (isOver) opened.close();
      },
    });
  });
}

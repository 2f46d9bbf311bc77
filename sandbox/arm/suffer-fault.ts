import type { IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { SandboxClock } from '../clock.ts';
import type { Fault } from '../world/schema.ts';
import { ArmFailure } from './route.ts';

/** Real time for the answers that are on their way before a clock that stands still jumps to a deadline. */
const graceMs = 30;

interface Suffering {
  readonly request: IncomingMessage;
  readonly clock: SandboxClock;
  /** Aborts when the other side gave up. */
  readonly gone: AbortSignal;
  /** Whether other requests are being answered just now. */
  readonly othersBusy: () => boolean;
}

/** Ends the handling of a request that nobody waits for any more; it is not written anywhere. */
export const neverAnswered = new ArmFailure(503, 'ServiceUnavailable', 'The sandbox let this request go unanswered.');

/**
 * Lets a connection have its fault. Resolves when a late answer is due.
 * @throws ArmFailure when the connection is gone and nothing more is to be done
 */
export async function sufferFault(fault: Fault, { request, clock, gone, othersBusy }: Suffering): Promise<void> {
  if (fault.kind === 'reset' || fault.kind === 'unanswered') {
    request.socket.destroy();
    throw neverAnswered;
  }
  const deadline = fault.kind === 'slow' ? clock.deadline(fault.delayMs ?? 1000) : undefined;
  const over = deadline === undefined ? gone : AbortSignal.any([deadline.signal, gone]);
  do await delay(graceMs, undefined, { ref: false });
  while (othersBusy() && !over.aborted);
  clock.hang(over);
  await aborted(over);
  if (deadline === undefined) throw neverAnswered;
  deadline.clear();
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

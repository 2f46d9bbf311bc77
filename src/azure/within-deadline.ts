import type { Clock } from '../clock.ts';

/** Runs something that takes an abort signal, and stops waiting at the deadline even if it does not heed it. */
export async function withinDeadline<T>(
  clock: Clock,
  timeoutMs: number,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = clock.deadline(timeoutMs);
  try {
    return await Promise.race([run(deadline.signal), passed(deadline.signal)]);
  } finally {
    deadline.clear();
  }
}

function passed(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    // Whoever heeds the signal knows better what it was waiting for, and speaks first.
    signal.addEventListener('abort', () => setImmediate(() => reject(signal.reason)), { once: true });
  });
}

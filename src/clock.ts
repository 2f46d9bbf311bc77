/** A moment by which something must have happened. `clear()` gives the timer back; the signal then never fires. */
export interface Deadline {
  readonly signal: AbortSignal;
  clear(): void;
}

/** Where time comes from. Everything that asks for the time or waits for it is handed one of these. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** A signal that aborts `afterMs` milliseconds from now with a `TimeoutError`. */
  deadline(afterMs: number): Deadline;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  deadline(afterMs) {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(new DOMException('The deadline passed', 'TimeoutError')), afterMs);
    timer.unref();
    return { signal: controller.signal, clear: () => clearTimeout(timer) };
  },
};

import { setTimeout as delay } from 'node:timers/promises';

/** Waits so many milliseconds, or rejects when the signal aborts. */
export type Wait = (ms: number, signal?: AbortSignal) => Promise<void>;

export const realWait: Wait = (ms, signal) => delay(ms, undefined, signal === undefined ? {} : { signal });

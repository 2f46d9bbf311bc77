import { type JobParts, leaseMs } from './job-parts.ts';

/** Several times within a lease, so that one that fails does not lose it. */
const keepEveryMs = leaseMs / 3;

/**
 * Works on a request whose lease this process takes, and keeps the lease for as long as that goes on. So leases can be
 * short: what a process had begun that died need not wait until the longest work would have been done. Nothing is done
 * where this process is at it already: a clock that jumped may have ended a lease that nobody left.
 */
export async function whileLeased(id: string, parts: JobParts, work: () => Promise<void>): Promise<void> {
  const { store, clock, log, owner, underWay } = parts;
  if (underWay.has(id)) return;
  underWay.add(id);
  const keep = () =>
    store.requests
      .keepLease(id, owner, clock.now() + leaseMs)
      .catch((error: unknown) => log.warn({ err: error, request: id }, 'a lease could not be kept'));
  const timer = setInterval(keep, keepEveryMs);
  timer.unref();
  try {
    await work();
  } finally {
    clearInterval(timer);
    underWay.delete(id);
  }
}

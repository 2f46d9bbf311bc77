import type { AuditLease } from './store.ts';

/**
 * Whether nobody holds a lease any more. One that goes on far longer than leases do was written by a clock that was ahead;
 * the clocks of two replicas may differ by as much as a lease.
 */
export function leaseIsOver(leasedUntilMs: number, lease: Pick<AuditLease, 'nowMs' | 'leaseMs'>): boolean {
  return leasedUntilMs <= lease.nowMs || leasedUntilMs > latestLease(lease);
}

/** What is later than this was written by a clock that was ahead. */
export function latestLease({ nowMs, leaseMs }: Pick<AuditLease, 'nowMs' | 'leaseMs'>): number {
  return nowMs + 2 * leaseMs;
}

import type { AuditLease } from './audit-store.ts';

/** Whether nobody holds a lease any more. */
export function leaseIsOver(leasedUntilMs: number, lease: Pick<AuditLease, 'nowMs' | 'leaseMs'>): boolean {
  return leasedUntilMs <= lease.nowMs || leasedUntilMs > latestLease(lease);
}

/**
 * Leases do not go on for so long: what is later than this was written by a clock that was ahead, and nobody may be left who
 * would end it. It is many times as long as a lease, so that two replicas whose clocks differ by minutes do not take each
 * other's work away in turns.
 */
export function latestLease({ nowMs, leaseMs }: Pick<AuditLease, 'nowMs' | 'leaseMs'>): number {
  return nowMs + 10 * leaseMs;
}

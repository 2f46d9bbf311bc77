import type { Hold } from '../core/requests/execution.ts';
import { type JobParts, leaseMs } from './job-parts.ts';

/** This process, at this moment. */
export function holdOf({ owner, clock }: Pick<JobParts, 'owner' | 'clock'>): Hold {
  return { owner, nowMs: clock.now(), leaseMs };
}

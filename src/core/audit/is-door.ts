import type { TrackedFinding } from './audit-run.ts';
import type { Finding } from './finding.ts';
import { isAtLeast } from './severity.ts';

/** Whether a finding is an open door, and not only something to know. */
export function isDoor({ severity }: Pick<Finding, 'severity'>): boolean {
  return isAtLeast(severity, 'medium');
}

/** Whether only Virtual Network Manager's admin rules open it. */
export function isForced({ verdict, paths }: Pick<Finding, 'verdict' | 'paths'>): boolean {
  return (verdict === 'narrow' || verdict === 'closed') && paths.some(({ isOpen }) => isOpen === true);
}

/** Whether it is there as far as anybody knows: what could not be read this time is. */
export function isThere({ change }: Pick<TrackedFinding, 'change'>): boolean {
  return change !== 'resolved' && change !== 'vanished';
}

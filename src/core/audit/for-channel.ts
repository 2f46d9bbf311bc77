import { matchesGlob } from '../policy/glob.ts';
import type { AuditRun, TrackedFinding } from './audit-run.ts';
import type { AuditChannel } from './audit-settings.ts';
import { isAtLeast } from './severity.ts';

/** The run as one channel is told of it. What was not read is told to all. */
export function forChannel(run: AuditRun, channel: AuditChannel): AuditRun {
  return { ...run, findings: run.findings.filter((each) => isFor(each, channel)) };
}

export function hearsAll({ subscriptions, resourceGroups, from }: AuditChannel): boolean {
  return subscriptions === undefined && resourceGroups === undefined && from === 'info';
}

function isFor({ finding, before }: TrackedFinding, { subscriptions, resourceGroups, from }: AuditChannel): boolean {
  const isThere = subscriptions?.includes(finding.subscriptionId.toLowerCase()) ?? true;
  const isIn = resourceGroups?.some((glob) => matchesGlob(glob, finding.resourceGroup)) ?? true;
  // What became better than the bound is told once more.
  const isBad = isAtLeast(finding.severity, from) || (before !== undefined && isAtLeast(before.severity, from));
  return isThere && isIn && isBad;
}

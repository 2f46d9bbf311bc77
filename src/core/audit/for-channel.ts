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

/** Whether somebody has to be called: a door is new or worse, and nobody waived it. */
export function callsFor({ findings }: AuditRun): boolean {
  return findings.some(({ change, waiver }) => (change === 'new' || change === 'worse') && waiver === undefined);
}

function isFor(tracked: TrackedFinding, channel: AuditChannel): boolean {
  const { finding, before } = tracked;
  const { from } = channel;
  // What became better than the bound is told once more.
  const isBad = isAtLeast(finding.severity, from) || (before !== undefined && isAtLeast(before.severity, from));
  return isInScope(tracked, channel) && isBad;
}

/** Whether a channel hears of it, if it is bad enough. */
export function isInScope({ finding }: TrackedFinding, { subscriptions, resourceGroups }: AuditChannel): boolean {
  const isThere = subscriptions?.includes(finding.subscriptionId.toLowerCase()) ?? true;
  return isThere && (resourceGroups?.some((glob) => matchesGlob(glob, finding.resourceGroup)) ?? true);
}

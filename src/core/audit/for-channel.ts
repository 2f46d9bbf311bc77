import { matchesGlob } from '../policy/glob.ts';
import type { AuditRun, TrackedFinding } from './audit-run.ts';
import type { AuditChannel } from './audit-settings.ts';
import { isAtLeast } from './severity.ts';

/** The run as one channel is told of it. What was not read is told to all. */
export function forChannel(run: AuditRun, channel: AuditChannel): AuditRun {
  const grants = run.survey.grants.filter(({ nsgId }) => isWithin(placeOf(nsgId), channel));
  return {
    ...run,
    survey: { ...run.survey, grants },
    findings: run.findings.filter((each) => isFor(each, channel)),
  };
}

export function hearsAll({ subscriptions, resourceGroups, from }: AuditChannel): boolean {
  return subscriptions === undefined && resourceGroups === undefined && from === 'info';
}

/**
 * Whether a finding may be spoken of where a report stands: in somebody's direct messages, or in a channel that hears of it.
 * What a channel hears of is not known once it is configured no more.
 */
export function mayBeTold(tracked: TrackedFinding, channelId: string, channels: readonly AuditChannel[]): boolean {
  if (channelId.startsWith('D')) return true;
  return channels.some((channel) => channel.id === channelId && isFor(tracked, channel));
}

function isFor(tracked: TrackedFinding, channel: AuditChannel): boolean {
  const { finding, before } = tracked;
  const { from } = channel;
  // What became better than the bound is told once more.
  const isBad = isAtLeast(finding.severity, from) || (before !== undefined && isAtLeast(before.severity, from));
  return isInScope(tracked, channel) && isBad;
}

/** Whether a channel hears of it, if it is bad enough. */
export function isInScope({ finding }: TrackedFinding, channel: AuditChannel): boolean {
  return isWithin(finding, channel);
}

interface AzurePlace {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
}

function isWithin({ subscriptionId, resourceGroup }: AzurePlace, { subscriptions, resourceGroups }: AuditChannel) {
  const isThere = subscriptions?.includes(subscriptionId.toLowerCase()) ?? true;
  return isThere && (resourceGroups?.some((glob) => matchesGlob(glob, resourceGroup)) ?? true);
}

function placeOf(resourceId: string): AzurePlace {
  const [, , subscriptionId = '', , resourceGroup = ''] = resourceId.split('/');
  return { subscriptionId, resourceGroup };
}

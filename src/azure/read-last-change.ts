import type { Clock } from '../clock.ts';
import { lastChangeFromArm } from '../core/audit/arm/last-change-from-arm.ts';
import { listOf, objectOf, textOf } from '../core/audit/arm/object.ts';
import type { LastChange } from '../core/audit/last-change.ts';
import type { Unreadable } from '../core/facts.ts';
import { isoSecond } from '../core/text/iso-time.ts';
import type { ArmClient } from './arm-client.ts';
import { armUrl, mayFollow } from './arm-url.ts';
import type { Reader } from './reader.ts';
import { reads } from './reads.ts';
import { parseResourceId } from './resource-id.ts';
import { UnexpectedAnswer } from './unexpected-answer.ts';

interface Parts {
  readonly arm: Pick<ArmClient, 'endpoint' | 'read'>;
  readonly reader: Reader;
  readonly clock: Pick<Clock, 'now'>;
}

const apiVersion = '2015-04-01';
/** The log goes back ninety days, and refuses to be asked for more. */
const daysBack = 89;
const dayMs = 86_400_000;
const secondMs = 1000;
/** The newest come first: who looks further than this finds nothing new. */
const mostPages = 10;

/**
 * Who changed a security group last; undefined where nobody did for as long as the log goes back, or where too much else was
 * done in its resource group since. The log runs some minutes behind.
 */
export async function readLastChange(
  nsgId: string,
  { arm, reader, clock }: Parts,
): Promise<LastChange | Unreadable | undefined> {
  const result = await reader.read(reads.activityLog(nsgId), async ({ abortSignal }) => {
    let url: string | undefined = firstPage(nsgId, arm.endpoint, clock.now());
    for (let page = 0; url !== undefined && page < mostPages; page += 1) {
      // The token goes along: a link that leads elsewhere is not followed.
      if (!mayFollow(url, arm.endpoint)) throw new UnexpectedAnswer('it goes on at another host');
      const answer = await arm.read(url, abortSignal);
      if (answer.status !== 200) throw answer.asError();
      const { value, nextLink } = objectOf(answer.body) ?? {};
      if (!Array.isArray(value)) throw new UnexpectedAnswer('it is no list');
      const changes = listOf(value).flatMap((each) => lastChangeFromArm(each, nsgId) ?? []);
      if (changes.length > 0) return changes.toSorted((left, right) => right.atMs - left.atMs)[0];
      url = textOf(nextLink) || undefined;
    }
    return undefined;
  });
  return result.ok ? result.value : result.unreadable;
}

/** By its resource group: of a resource the log tells what was done to itself, and not to its rules. */
function firstPage(nsgId: string, endpoint: string, nowMs: number): string {
  const { subscriptionId, resourceGroup } = parseResourceId(nsgId) ?? {};
  if (!subscriptionId || !resourceGroup) throw new UnexpectedAnswer('it is in no resource group');
  const path = `/subscriptions/${subscriptionId}/providers/Microsoft.Insights/eventtypes/management/values`;
  const url = new URL(armUrl(endpoint, path, apiVersion));
  const since = isoSecond(nowMs - daysBack * dayMs);
  const group = resourceGroup.replaceAll("'", "''");
  url.searchParams.set(
    '$filter',
    `eventTimestamp ge '${since}' and eventTimestamp le '${isoSecond(nowMs + secondMs)}' and resourceGroupName eq '${group}'`,
  );
  url.searchParams.set('$select', 'caller,eventTimestamp,operationName,resourceId,status');
  // Spaces as every part of Azure reads them.
  return url.href.replaceAll('+', '%20');
}

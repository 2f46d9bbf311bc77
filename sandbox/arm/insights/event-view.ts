import { STATUS_CODES } from 'node:http';
import type { ActivityEvent } from '../../world/activity-log.ts';
import { parseResourceId } from '../../world/resource-id.ts';

interface LocalizableString {
  readonly value: string;
  readonly localizedValue: string;
}

/** An event as the Activity Log shows it. Names are in no language but the operation's own. */
export function eventView(event: ActivityEvent): object {
  const { id, eventDataId, caller, correlationId, operation, resourceId, error } = event;
  const { subscriptionId, resourceGroup, type } = parseResourceId(resourceId);
  const timestamp = sevenDigits(event.atMs);
  return {
    authorization: { action: operation, scope: resourceId },
    caller,
    category: same('Administrative'),
    correlationId,
    eventDataId,
    eventName: { value: 'EndRequest', localizedValue: 'End request' },
    eventTimestamp: timestamp,
    id,
    level: error === undefined ? 'Informational' : 'Error',
    operationId: correlationId,
    operationName: same(operation),
    properties: {
      statusCode: statusName(event.status),
      ...(error && { statusMessage: JSON.stringify({ error }) }),
    },
    resourceGroupName: resourceGroup,
    resourceId,
    resourceProviderName: same(type.split('/')[0] ?? ''),
    resourceType: same(type),
    status: same(error === undefined ? 'Succeeded' : 'Failed'),
    subStatus: {
      value: statusName(event.status),
      localizedValue: `${STATUS_CODES[event.status] ?? ''} (HTTP Status Code: ${event.status})`.trim(),
    },
    submissionTimestamp: timestamp,
    subscriptionId,
  };
}

function same(value: string): LocalizableString {
  return { value, localizedValue: value };
}

/** As .NET calls it: `NoContent`. */
function statusName(status: number): string {
  return (STATUS_CODES[status] ?? String(status)).replaceAll(/[^A-Za-z0-9]/g, '');
}

function sevenDigits(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('Z', '0000Z');
}

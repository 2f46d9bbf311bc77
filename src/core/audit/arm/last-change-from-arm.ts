import { parseIsoTime } from '../../text/iso-time.ts';
import type { LastChange } from '../last-change.ts';
import { objectOf, textOf } from './object.ts';

const changes = /^microsoft\.network\/networksecuritygroups(?:\/securityrules)?\/(?:write|delete)$/i;

/**
 * An event of the activity log, where it is a change of a security group or of one of its rules that went well.
 * https://learn.microsoft.com/rest/api/monitor/activity-logs/list
 */
export function lastChangeFromArm(event: unknown, nsgId: string): LastChange | undefined {
  const from = objectOf(event);
  if (from === undefined) return undefined;
  const operation = wordOf(from.operationName);
  const resourceId = textOf(from.resourceId) ?? '';
  const atMs = parseIsoTime(textOf(from.eventTimestamp) ?? '');
  const isOfGroup = `${resourceId.toLowerCase()}/`.startsWith(`${nsgId.toLowerCase()}/`);
  if (!isOfGroup || !changes.test(operation) || !/^succeeded$/i.test(wordOf(from.status))) return undefined;
  const by = textOf(from.caller) ?? '';
  return atMs === undefined || by === '' ? undefined : { by, atMs, operation, resourceId };
}

/** The log has most words twice: as they are, and for people. */
function wordOf(value: unknown): string {
  return textOf(objectOf(value)?.value) ?? textOf(value) ?? '';
}

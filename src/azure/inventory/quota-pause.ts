interface Headers {
  get(name: string): string | undefined;
}

/** Queries in each of Resource Graph's windows that an audit leaves to people, who wait for their answers. */
const leftToPeople = 2;
const longestMs = 60_000;

/**
 * How long to wait after this answer before the next query, so that Resource Graph need not refuse it, in milliseconds.
 * https://learn.microsoft.com/azure/governance/resource-graph/concepts/guidance-for-throttled-requests
 */
export function quotaPauseMs(headers: Headers): number {
  const remaining = headers.get('x-ms-user-quota-remaining')?.trim() ?? '';
  if (!/^\d+$/.test(remaining) || Number(remaining) > leftToPeople) return 0;
  const resets = /^(\d+):(\d\d):(\d\d)/.exec(headers.get('x-ms-user-quota-resets-after')?.trim() ?? '');
  if (resets === null) return 0;
  const [, hours, minutes, seconds] = resets.map(Number);
  return Math.min(longestMs, (((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000);
}

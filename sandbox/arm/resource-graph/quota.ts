import type { World } from '../../world/world.ts';
import { type ArmContext, ArmFailure } from '../route.ts';
import { supportMessage } from './query-failure.ts';

/** https://learn.microsoft.com/azure/governance/resource-graph/concepts/guidance-for-throttled-requests */
const queriesPerWindow = 15;
const windowMs = 5000;

const windows = new WeakMap<World, { startedAtMs: number; used: number }>();

/**
 * Counts one query of the caller against its quota, and answers with the headers that tell what is left.
 * @throws ArmFailure 429 RateLimiting with Retry-After when nothing is left
 */
export function takeQuery({ world, clock, throttling = true }: ArmContext): Record<string, string> {
  const nowMs = clock.now();
  const last = windows.get(world);
  const window = last && nowMs - last.startedAtMs < windowMs ? last : { startedAtMs: nowMs, used: 0 };
  windows.set(world, window);
  const resetsAfterMs = window.startedAtMs + windowMs - nowMs;
  if (window.used >= queriesPerWindow && throttling) {
    const message =
      'Client application has been throttled and should not attempt to repeat the request until an amount of time has elapsed. Please see https://aka.ms/resourcegraph-throttling for help.';
    throw new ArmFailure(429, 'RateLimiting', supportMessage(nowMs), {
      details: [{ code: 'RateLimiting', message }],
      headers: { ...quotaHeaders(0, resetsAfterMs), 'Retry-After': String(Math.ceil(resetsAfterMs / 1000)) },
    });
  }
  window.used++;
  return quotaHeaders(Math.max(0, queriesPerWindow - window.used), resetsAfterMs);
}

function quotaHeaders(remaining: number, resetsAfterMs: number): Record<string, string> {
  const seconds = String(Math.ceil(resetsAfterMs / 1000)).padStart(2, '0');
  return { 'x-ms-user-quota-remaining': String(remaining), 'x-ms-user-quota-resets-after': `00:00:${seconds}` };
}

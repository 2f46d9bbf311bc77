import type { ChainedEvent } from '../../src/core/requests/event.ts';

/** Closes that failed and were tried again too soon: each pause is longer than the one before, up to five minutes. */
export function unevenPauses(events: readonly ChainedEvent[]): string[] {
  const failed = events.filter(({ kind }) => kind === 'close-failed');
  const byRequest = Object.groupBy(failed, ({ requestId = '' }) => requestId);
  return Object.entries(byRequest).flatMap(([id, tries = []]) => {
    const pauses = tries.map(({ data, atMs }) => Number(data.nextAtMs) - atMs);
    const grow = pauses.every((pause, at) => pause > (pauses[at - 1] ?? 0) || pause === 300_000);
    const kept = tries.every(({ atMs }, at) => at === 0 || atMs >= Number(tries[at - 1]?.data.nextAtMs));
    return grow && kept ? [] : [`${id} was tried again after ${pauses.join(', ')} ms`];
  });
}

import type { Nsg } from '../core/facts.ts';
import { noteDone } from '../core/requests/execution.ts';
import type { VmRequest } from '../core/requests/request.ts';
import type { End } from './execute-request.ts';
import { holdOf } from './hold-of.ts';
import type { JobParts } from './job-parts.ts';
import { sendWrite } from './send-write.ts';

/**
 * Sends what is not done yet, in order; each waits for the one before, and stops as soon as one does not get through.
 * @param nsgs groups that were read a moment ago
 */
export async function sendAll(
  begun: VmRequest,
  nsgs: readonly Nsg[],
  parts: JobParts,
): Promise<{ readonly kind: 'done' } | Exclude<End, { kind: 'succeeded' }>> {
  let request = withClosingTime(begun, parts.clock.now());
  for (const [index, write] of request.plan.writes.entries()) {
    if (request.writes[index]?.status === 'done') continue;
    const end = await sendWrite({ request, write, index, nsgs }, parts);
    if (end.kind !== 'done') return end;
    const noted = await parts.store.requests.update(request.id, (current) =>
      noteDone(current, index, holdOf(parts), end.told),
    );
    if (noted.kind !== 'changed') return { kind: 'lost' };
    request = noted.request;
  }
  return { kind: 'done' };
}

/** The clock starts when the first write goes out, not when somebody asked or approved; once written down, it stays. */
function withClosingTime(request: VmRequest, nowMs: number): VmRequest {
  const { opensForMs, opensFromMs = nowMs } = request.plan;
  if (request.closesAtMs !== undefined || opensForMs === undefined) return request;
  return { ...request, closesAtMs: opensFromMs + opensForMs };
}

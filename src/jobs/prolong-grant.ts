import { prolong } from '../core/requests/grant.ts';
import type { JobParts } from './job-parts.ts';
import { undoPlan } from './undo-plan.ts';

/**
 * Where a request gives more time to a grant, writes the later end down in that grant. When the grant was closed in the
 * meantime, its rules, which were just written again, are taken away again.
 * @returns false when the grant is over
 */
export async function prolongGrant(id: string, parts: JobParts): Promise<boolean> {
  const { store, clock } = parts;
  const request = await store.requests.get(id);
  if (request?.extends === undefined) return true;
  const { requester, closesAtMs = 0 } = request;
  const prolonged = await store.requests.update(request.extends, (grant) =>
    prolong(grant, requester, closesAtMs, clock.now()),
  );
  if (prolonged.kind === 'changed') return true;
  // It is open as long as that already: given just before a crash, or by a longer one.
  if (prolonged.kind === 'refused' && prolonged.request.state === 'active') return true;
  if (prolonged.kind === 'refused') await undoPlan(prolonged.request, parts);
  return false;
}

import { closeDue, noteClosed, noteCloseFailed } from '../core/requests/grant.ts';
import type { VmRequest } from '../core/requests/request.ts';
import { type JobParts, leaseMs } from './job-parts.ts';
import { undoPlan } from './undo-plan.ts';

/**
 * Closes one grant whose time is over or that somebody is done with. A close that fails is written down, told, and tried
 * again after a pause, until it works.
 */
export async function closeGrant(id: string, parts: JobParts): Promise<void> {
  const { store, clock, owner, log } = parts;
  const begun = await store.requests.update(id, (request) => closeDue(request, owner, clock.now(), leaseMs));
  if (begun.kind !== 'changed') return;
  // The step from active to closing is one change, taking the work another: whoever comes after a crash takes it up.
  if (begun.request.lease?.owner !== owner) return closeGrant(id, parts);
  const open = await undoPlan(begun.request, parts);
  const now = clock.now();
  if (open.length > 0) {
    log.error({ request: id, because: open }, 'a grant could not be closed');
    await store.requests.update(id, (request) => noteCloseFailed(request, open.join(' '), now));
    return;
  }
  const message = closedWords(begun.request);
  await store.requests.update(id, (request) => noteClosed(request, { message }, now));
}

function closedWords({ plan, remediation, takesBack }: VmRequest): string {
  if (takesBack) return 'What had been done of it is taken back.';
  if (plan.undo.length === 0) return 'Its time is over: Defender for Cloud has closed it.';
  // Unlike a rule, an address takes the connections through it along.
  if (remediation === 'associate-public-ip') return 'The public IP is taken away again.';
  return 'Nobody new gets in through it; sessions that were open go on until they end.';
}

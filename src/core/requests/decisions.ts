import { change, type Decided, decline } from './decided.ts';
import type { VmRequest } from './request.ts';
import { stateWords } from './state-words.ts';

/**
 * What people decide about a pending request. Whether they may is the policy's answer, given before; here is what comes
 * of it, also for the second of two clicks.
 */

/**
 * One approval; with the last that is needed the request is approved.
 * @param stillNeeded how many more the policy wants after this one, as it is now
 */
export function approve(request: VmRequest, by: string, stillNeeded: number, nowMs: number): Decided {
  const late = noLongerPending(request, nowMs);
  if (late !== undefined) return late;
  if (request.decisions.some((each) => each.by === by && each.verdict === 'approve')) {
    return decline('You have approved this request already.', 'It waits for somebody else as well.');
  }
  const decisions = [...request.decisions, { by, verdict: 'approve', atMs: nowMs } as const];
  const given = decisions.filter(({ verdict }) => verdict === 'approve').length;
  const state = stillNeeded > 0 ? 'pending' : 'approved';
  return change(
    { ...request, decisions, state },
    { kind: 'approved', atMs: nowMs, actor: by, data: { digest: request.digest, given, needed: given + stillNeeded } },
  );
}

export function deny(request: VmRequest, by: string, reason: string, nowMs: number): Decided {
  const late = noLongerPending(request, nowMs);
  if (late !== undefined) return late;
  const decisions = [...request.decisions, { by, verdict: 'deny', atMs: nowMs, reason } as const];
  const ended = { state: 'denied', endedAtMs: nowMs } as const;
  return change({ ...request, ...ended, decisions }, { kind: 'denied', atMs: nowMs, actor: by, data: { reason } });
}

/** The person who asked takes it back. */
export function cancel(request: VmRequest, by: string, nowMs: number): Decided {
  if (by !== request.requester) {
    return decline('Only the person who asked can cancel a request.', 'As an approver you can deny it.');
  }
  const late = noLongerPending(request, nowMs);
  if (late !== undefined) return late;
  return change({ ...request, state: 'cancelled', endedAtMs: nowMs }, { kind: 'cancelled', atMs: nowMs, actor: by });
}

function noLongerPending(request: VmRequest, nowMs: number): Decided | undefined {
  if (request.state !== 'pending') {
    return decline(`Nothing was changed: the request ${stateWords[request.state]}.`, 'Its thread tells who did what.');
  }
  if (nowMs >= request.lapsesAtMs) {
    return decline(`Nothing was changed: the request ${stateWords.lapsed}.`, 'Ask again if it is still needed.');
  }
  return undefined;
}

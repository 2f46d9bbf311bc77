import type { VmRequest } from '../../src/core/requests/request.ts';
import { aRequest } from '../core/requests/a-request.ts';
import { hostile } from './hostile.ts';

/** A request in which everything that comes from outside is hostile, and very long. */
export function hostileRequest(bend: Partial<VmRequest> = {}): VmRequest {
  const usual = aRequest();
  const write = { ...usual.plan.writes[0], method: 'PUT', path: hostile, apiVersion: hostile, says: hostile } as const;
  const decision = { by: hostile, verdict: 'approve', atMs: usual.createdAtMs, reason: hostile } as const;
  return aRequest({
    params: { from: hostile, port: 22, durationMs: 3_600_000 },
    vm: { ...usual.vm, name: hostile, resourceGroup: hostile, subscriptionName: hostile, location: hostile },
    plan: { ...usual.plan, writes: Array(30).fill(write), undo: Array(30).fill(write) },
    notes: Array(30).fill(hostile),
    requester: hostile,
    reason: hostile,
    policy: { rule: hostile, approvals: 30, approvers: hostile },
    decisions: Array(30).fill(decision),
    ending: { message: hostile, hint: hostile },
    closeTries: { times: 3, nextAtMs: usual.createdAtMs, because: hostile },
    endedAtMs: usual.createdAtMs,
    closesAtMs: usual.createdAtMs,
    ...bend,
  });
}

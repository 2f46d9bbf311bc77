import type { ActionParams } from '../actions/action.ts';
import type { ActionId } from '../actions/all-actions.ts';
import { type Plan, planDigest } from '../actions/plan.ts';
import type { Json } from '../canonical-json.ts';
import { change, type Decided } from './decided.ts';
import type { AppliedPolicy, RequestedVm, VmRequest } from './request.ts';

export interface Wished {
  readonly id: string;
  readonly action: ActionId;
  readonly params: ActionParams;
  readonly fromTypedAtMs: number;
  readonly vm: RequestedVm;
  readonly plan: Plan;
  readonly notes: readonly string[];
  readonly requester: string;
  readonly reason: string | undefined;
  readonly policy: AppliedPolicy;
  readonly extends?: string;
  readonly lapsesAfterMs: number;
}

/** A request as it is filed: waiting for people, or approved at once where the policy asks for nobody. */
export function newRequest(wished: Wished, nowMs: number): Decided<never> & { kind: 'change' } {
  const { reason, lapsesAfterMs, ...rest } = wished;
  const needsNobody = wished.policy.without !== undefined;
  const request: VmRequest = {
    ...rest,
    version: 1,
    state: needsNobody ? 'approved' : 'pending',
    digest: planDigest(wished.plan),
    ...(reason !== undefined && reason !== '' && { reason }),
    decisions: [],
    createdAtMs: nowMs,
    lapsesAtMs: nowMs + lapsesAfterMs,
    reminded: { times: 0, atMs: nowMs },
    writes: {},
  };
  const { action, vm, digest, params, requester, policy } = request;
  const filed = change(request, {
    kind: wished.policy.without === 'break-glass' ? 'break-glass' : 'requested',
    atMs: nowMs,
    actor: requester,
    data: {
      action,
      vm: vm.id,
      vmId: vm.vmId,
      params: params as unknown as Json,
      digest,
      policy: policy.rule,
      approvers: policy.approvers,
      reason: reason ?? '',
    },
  });
  if (filed.kind !== 'change') throw new Error('filing a request is a change');
  return filed;
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** 50 random bits in 10 characters. @param bytes 10 random bytes */
export function requestIdOf(bytes: Uint8Array): string {
  return [...bytes.subarray(0, 10)].map((byte) => alphabet[byte % 32]).join('');
}

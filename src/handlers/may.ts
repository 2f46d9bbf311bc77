import type { Actor } from '../core/policy/actor.ts';
import { judgeApproval } from '../core/policy/judge-approval.ts';
import { judgeClose } from '../core/policy/judge-close.ts';
import type { Policy, PolicyVm } from '../core/policy/policy.ts';
import type { Decision, VmRequest } from '../core/requests/request.ts';
import { type Refusal, refuse } from '../core/text/refusal.ts';

/** Whether somebody may decide a request, by the policy as it is now. @returns why not */
export function mayDecide(
  policy: Policy,
  { vm, remediation, requester, decisions }: VmRequest,
  actor: Actor,
  verdict: Decision['verdict'],
): Refusal | undefined {
  const ruling = judgeApproval(policy, asSeen(vm), remediation, requester, actor, decisions, verdict);
  return ruling.kind === 'refused' ? refuse(ruling.problem, ruling.hint) : undefined;
}

/** Whether somebody may close a grant before its time. @returns why not */
export function mayClose(policy: Policy, { vm, remediation, requester }: VmRequest, actor: Actor): Refusal | undefined {
  const ruling = judgeClose(policy, asSeen(vm), remediation, requester, actor);
  return ruling.kind === 'refused' ? refuse(ruling.problem, ruling.hint) : undefined;
}

/** The VM as it was when it was asked for: what its tags said then still holds. */
export function asSeen(vm: VmRequest['vm']): PolicyVm {
  return { ...vm, tags: vm.tags };
}

import { type Actor, refusedKind } from '../core/policy/actor.ts';
import { judgeApproval } from '../core/policy/judge-approval.ts';
import { judgeClose } from '../core/policy/judge-close.ts';
import { mayAsk } from '../core/policy/may-ask.ts';
import type { Policy, PolicyVm } from '../core/policy/policy.ts';
import type { PolicyRefusal } from '../core/policy/refused.ts';
import type { VmRequest } from '../core/requests/request.ts';
import { wantedOf } from '../core/requests/wanted-of.ts';
import { type Refusal, refuse } from '../core/text/refusal.ts';

/** Whether somebody may deny a request, by the policy as it is now. @returns why not */
export function mayDeny(policy: Policy, request: VmRequest, actor: Actor): Refusal | undefined {
  const { vm, action, requester, decisions } = request;
  return said(judgeApproval(policy, asSeen(vm), action, requester, actor, decisions, 'deny', wantedOf(request)));
}

/** Whether somebody may close a grant before its time. @returns why not */
export function mayClose(policy: Policy, { vm, action, requester }: VmRequest, actor: Actor): Refusal | undefined {
  return said(judgeClose(policy, asSeen(vm), action, requester, actor));
}

/** Whether somebody may end what is under way: who asked for it, and who may close a grant there. @returns why not */
export function mayCancelAct(policy: Policy, request: VmRequest, actor: Actor): Refusal | undefined {
  const stranger = refusedKind(actor);
  if (stranger !== undefined) return said(stranger);
  if (request.requester === actor.userId || mayClose(policy, request, actor) === undefined) return undefined;
  return refuse(
    'You may not end this: only who asked for it, those who approve such things there and the admins may.',
    'It ends by itself when its time is over.',
  );
}

/** Whether somebody may read a request: it shows addresses and rules. It is theirs, or they may check the VM or decide it. */
export function maySee(policy: Policy, request: VmRequest, actor: Actor): Refusal | undefined {
  const stranger = refusedKind(actor);
  if (stranger !== undefined) return said(stranger);
  const reading = mayAsk(policy, asSeen(request.vm), 'connect-check', actor);
  const isTheirs = request.requester === actor.userId || mayClose(policy, request, actor) === undefined;
  return reading.kind === 'refused' && !isTheirs ? said(reading) : undefined;
}

/** The VM as it was when it was asked for: what its tags said then still holds. */
export function asSeen(vm: VmRequest['vm']): PolicyVm {
  return { ...vm, tags: vm.tags };
}

function said(ruling: PolicyRefusal | { readonly kind: string }): Refusal | undefined {
  return 'problem' in ruling ? refuse(ruling.problem, ruling.hint) : undefined;
}

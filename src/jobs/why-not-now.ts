import { judgeExecution } from '../core/policy/judge-execution.ts';
import { policyVm } from '../core/policy/policy-vm.ts';
import { remediationOf } from '../core/remediations/all-remediations.ts';
import { planDigest } from '../core/remediations/plan.ts';
import { planDifference } from '../core/remediations/plan-difference.ts';
import type { Ending, VmRequest } from '../core/requests/request.ts';
import type { NotDone } from './execute-request.ts';
import type { JobParts } from './job-parts.ts';

/**
 * Planned again from the world as it is now, and judged by the policy as it is now, it must still be what was approved.
 * More time for a grant is held against the grant's own plan: the same rules, on the same machine.
 * @returns why it is not carried out
 */
export async function whyNotNow(request: VmRequest, parts: JobParts): Promise<NotDone | undefined> {
  const { azure, store, clock, policy } = parts;
  if (planDigest(request.plan) !== request.digest) return failed(notItself);
  const grant = request.extends === undefined ? request : await store.requests.get(request.extends);
  const isOpen = request.extends === undefined || (grant?.state === 'active' && clock.now() < (grant.closesAtMs ?? 0));
  if (grant === undefined || !isOpen) return failed(grantIsOver);
  const facts = await azure.readFactsForChange({ id: request.vm.id, nicIds: [] });
  const refusal = judgeExecution(policy, policyVm(facts.vm, request.vm), request);
  if (refusal !== undefined) return failed({ message: refusal.problem, hint: refusal.hint });
  const { params } = grant;
  const now = remediationOf(grant.remediation).plan({ facts, params, requestId: grant.id });
  if (now.kind === 'refused')
    return { kind: now.passing ? 'not now' : 'failed', ending: { message: now.problem, hint: now.hint } };
  const differences = planDifference(grant.plan, now.plan);
  if (differences.length === 0) return undefined;
  return failed({
    message: `Azure has changed since this was asked for, and it would no longer be what was approved. ${differences.join(' ')}`,
    hint: 'Ask again: the new request shows the change as it is now.',
  });
}

function failed(ending: Ending): NotDone {
  return { kind: 'failed', ending };
}

const grantIsOver: Ending = {
  message: 'The grant was over before its extension was approved.',
  hint: 'Ask for a new one.',
};

const notItself: Ending = {
  message: 'What is kept of this request is not what was approved: somebody has changed it.',
  hint: 'Tell whoever runs Drawbridge: the log of events shows what was approved.',
};

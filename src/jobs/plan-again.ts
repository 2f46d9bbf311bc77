import { planDigest } from '../core/actions/plan.ts';
import { planDifference } from '../core/actions/plan-difference.ts';
import type { Nsg } from '../core/facts.ts';
import { judgeExecution } from '../core/policy/judge-execution.ts';
import type { VmRequest } from '../core/requests/request.ts';
import type { NotDone } from './execute-request.ts';
import type { JobParts } from './job-parts.ts';
import { readFactsFor } from './read-facts-for.ts';

/** What comes out when a request is planned again. */
export type PlannedAgain =
  /** What was approved, and the groups as they were just read: a priority can be chosen without asking once more. */
  { readonly kind: 'same'; readonly nsgs: readonly Nsg[] } | NotDone;

/**
 * Planned again from the world as it is now, and judged by the policy as it is now, it must still be what was approved.
 * More time for a grant is held against the grant's own plan: the same rules, on the same machine.
 */
export async function planAgain(request: VmRequest, parts: JobParts): Promise<PlannedAgain> {
  const { store, clock, policy } = parts;
  if (planDigest(request.plan) !== request.digest) return notItself;
  const grant = request.extends === undefined ? request : await store.requests.get(request.extends);
  const isOpen = request.extends === undefined || (grant?.state === 'active' && clock.now() < (grant.closesAtMs ?? 0));
  if (grant === undefined || !isOpen) return grantIsOver;
  const facts = await readFactsFor(grant.action, request.vm, parts);
  const refusal = judgeExecution(policy, facts.seen, request);
  if (refusal !== undefined) return failed(refusal.problem, refusal.hint);
  const now = facts.plan(grant.params, grant.id);
  if (now.kind === 'refused')
    return { kind: now.passing ? 'not now' : 'failed', ending: { message: now.problem, hint: now.hint } };
  const differences = planDifference(grant.plan, now.plan);
  if (differences.length === 0) return { kind: 'same', nsgs: facts.nsgs };
  return failed(
    `Azure has changed since this was asked for, and it would no longer be what was approved. ${differences.join(' ')}`,
    'Ask again: the new request shows the change as it is now.',
  );
}

const grantIsOver = failed('The grant was over before its extension was approved.', 'Ask for a new one.');

const notItself = failed(
  'What is kept of this request is not what was approved: somebody has changed it.',
  'Tell whoever runs Drawbridge: the log of events shows what was approved.',
);

function failed(message: string, hint: string): NotDone {
  return { kind: 'failed', ending: { message, hint } };
}

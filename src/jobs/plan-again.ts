import type { Nsg } from '../core/facts.ts';
import { nsgsOf } from '../core/net/nsgs-of.ts';
import { remediationOf } from '../core/remediations/all-remediations.ts';
import { planDifference } from '../core/remediations/plan-difference.ts';
import type { Ending, VmRequest } from '../core/requests/request.ts';
import { code } from '../core/text/escape.ts';
import type { JobParts } from './job-parts.ts';

/** What comes out when a request is planned again. */
export type PlannedAgain =
  /** What was approved, and the groups as they were just read: a priority can be chosen without asking once more. */
  { readonly kind: 'same'; readonly nsgs: readonly Nsg[] } | { readonly kind: 'changed'; readonly ending: Ending };

/** Planned again from the world as it is now, it must be what was approved. */
export async function planAgain(request: VmRequest, { azure, store, clock }: JobParts): Promise<PlannedAgain> {
  if (request.extends !== undefined) {
    const grant = await store.requests.get(request.extends);
    if (grant?.state === 'active' && clock.now() < (grant.closesAtMs ?? 0)) return { kind: 'same', nsgs: [] };
    return changed('The grant was over before its extension was approved.', 'Ask for a new one.');
  }
  const { remediation, params, id, plan, vm } = request;
  const facts = await azure.readFactsForChange({ id: vm.id, nicIds: vm.nicIds ?? [] });
  if (facts.vm.vmId.toLowerCase() !== vm.vmId.toLowerCase()) {
    return changed(
      `${code(vm.name)} is another machine now: it was created anew since this was asked for.`,
      'Ask again for the new one.',
    );
  }
  const now = remediationOf(remediation).plan({ facts, params, requestId: id });
  if (now.kind === 'refused') return changed(now.problem, now.hint);
  const differences = planDifference(plan, now.plan);
  if (differences.length === 0) return { kind: 'same', nsgs: nsgsOf(facts) };
  return changed(
    `Azure has changed since this was asked for, and it would no longer be what was approved. ${differences.join(' ')}`,
    'Ask again: the new request shows the change as it is now.',
  );
}

function changed(message: string, hint: string): PlannedAgain {
  return { kind: 'changed', ending: { message, hint } };
}

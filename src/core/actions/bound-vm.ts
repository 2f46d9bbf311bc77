import type { VmFacts } from '../facts.ts';
import { code } from '../text/escape.ts';
import type { PlanRefusal } from './action.ts';
import type { Plan } from './plan.ts';
import { refused } from './plan-refusal.ts';

/** The machine that a plan is bound to; refused where there is none that anything could be bound to. */
export function boundVm({ vm }: VmFacts, privateAddress: string): Plan['vm'] | PlanRefusal {
  if (vm.provisioningState.toLowerCase() === 'deleting')
    return refused(`${code(vm.name)} is being deleted.`, 'Ask whoever deletes it; it cannot be used any more.');
  if (vm.vmId === '')
    return refused(
      `Azure does not tell the unique id of ${code(vm.name)}, without which a machine that takes its place would pass for it.`,
      'Look at the VM in the portal, and ask again once it is there.',
    );
  return { id: vm.id, vmId: vm.vmId.toLowerCase(), privateAddress };
}

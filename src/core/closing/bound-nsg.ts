import type { PlanRefusal } from '../actions/action.ts';
import type { Plan } from '../actions/plan.ts';
import { refused } from '../actions/plan-refusal.ts';
import type { NsgFacts } from '../nsg-facts.ts';
import { code } from '../text/escape.ts';

/** The group that a plan is bound to: its resource id, and the unique id that Azure gives a group when it is made. */
export function boundNsg({ nsg, guid }: NsgFacts): Plan['vm'] | PlanRefusal {
  if (guid !== '') return { id: nsg.id, vmId: guid.toLowerCase(), privateAddress: '' };
  return refused(
    `Azure does not tell the unique id of the security group ${code(nsg.name)}, without which one that takes its place would pass for it.`,
    'Look at the group in the portal, and ask again once it is there.',
  );
}

import type { PlanRefusal } from '../actions/action.ts';
import { refused } from '../actions/plan-refusal.ts';
import type { Nsg, SecurityRule } from '../facts.ts';
import type { PriorityRange } from '../net/room-in-front.ts';
import { code } from '../text/escape.ts';

/** Priorities that rules of one's own may have, both included. */
const lowest = 100;
const highest = 4096;

/**
 * Directly in front of a rule: behind the inbound rule before it, whatever that is about, so that what stands in front
 * keeps its say.
 * @param count how many rules have to fit
 */
export function roomForDeny(
  nsg: Pick<Nsg, 'name' | 'rules'>,
  opening: SecurityRule,
  count: number,
): PriorityRange | PlanRefusal {
  const before = nsg.rules
    .filter(({ direction, priority }) => direction.toLowerCase() === 'inbound' && priority < opening.priority)
    .toSorted((left, right) => right.priority - left.priority)[0];
  const from = Math.max(lowest, (before?.priority ?? 0) + 1);
  const to = Math.min(highest, opening.priority - 1);
  if (to - from + 1 >= count) return { from, to };
  const numbers = count === 1 ? 'no number is' : `there are no ${count} numbers`;
  const where =
    before === undefined
      ? `in front of the rule ${code(opening.name)} (${opening.priority})`
      : `between the rules ${code(before.name)} (${before.priority}) and ${code(opening.name)} (${opening.priority})`;
  const movable = opening.isDefault ? before : opening;
  const hint =
    movable === opening || movable === undefined
      ? `Give the rule ${code(opening.name)} a higher number in Azure, then ask again.`
      : `Give the rule ${code(movable.name)} a lower number in Azure, then ask again.`;
  return refused(`In ${code(nsg.name)} ${numbers} free ${where}, so a Deny does not fit.`, hint);
}

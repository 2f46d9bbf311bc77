import type { PlanRefusal } from '../actions/action.ts';
import { refused } from '../actions/plan-refusal.ts';
import type { Nsg } from '../facts.ts';
import { freePriority, type PriorityRange } from '../net/room-in-front.ts';
import { code } from '../text/escape.ts';

export interface ChosenPriority {
  readonly kind: 'chosen';
  readonly priority: number;
}

/**
 * A priority for a rule, at the moment when it is written: its own where it is there already, else a free one.
 *
 * @param except priorities that Azure has just called taken, although the rules that were read do not show it
 * @param draw from 0 up to 1, for who was too late before: where in the range to begin to look
 */
export function choosePriority(
  nsg: Pick<Nsg, 'name' | 'rules'>,
  range: PriorityRange,
  ruleName: string,
  except?: ReadonlySet<number>,
  draw?: number,
): ChosenPriority | PlanRefusal {
  const own = nsg.rules.find(({ name }) => name.toLowerCase() === ruleName.toLowerCase());
  const isFit = own?.direction === 'Inbound' && own.priority >= range.from && own.priority <= range.to;
  const priority = isFit ? own.priority : freePriority(nsg, range, except, draw);
  if (priority !== undefined) return { kind: 'chosen', priority };
  return refused(
    `All priorities of ${code(nsg.name)} from ${range.from} to ${range.to} are taken, so the rule does not fit where it has to stand.`,
    `Delete a rule of ${code(nsg.name)} that nobody needs, or give one another priority.`,
  );
}

import type { PlanRefusal } from '../actions/action.ts';
import { refused } from '../actions/plan-refusal.ts';
import type { Nsg, SecurityRule } from '../facts.ts';
import { freePriority, type PriorityRange } from '../net/room-in-front.ts';
import { code } from '../text/escape.ts';
import { isAllow } from './is-allow.ts';

/** Priorities that rules of one's own may have, both included. */
const lowest = 100;
const highest = 4096;

/** Where Deny rules go, and which free numbers they get there at this moment. */
export interface Room {
  readonly range: PriorityRange;
  /** The nearest first, as many as were asked for. */
  readonly free: readonly number[];
}

type Group = Pick<Nsg, 'name' | 'rules'>;

/**
 * Directly in front of a rule: behind the inbound rule before it, whatever that is about. Where there is no number, it goes
 * in front of rules that deny, or are about something else, as well: nobody gets in otherwise by that. Never in front of
 * one that lets in to the port, which keeps its say.
 * @param count how many rules have to fit
 */
export function roomForDeny(
  nsg: Group,
  opening: SecurityRule,
  { count, port }: { readonly count: number; readonly port: number },
): Room | PlanRefusal {
  const before = nsg.rules
    .filter(({ direction, priority }) => direction.toLowerCase() === 'inbound' && priority < opening.priority)
    .toSorted((left, right) => right.priority - left.priority);
  const allow = before.find((rule) => isAllow(rule, port));
  return (
    roomBehind(before[0], nsg, { opening, count }) ??
    roomBehind(allow, nsg, { opening, count }) ??
    noRoom(nsg, allow, { opening, count })
  );
}

interface Wanted {
  readonly opening: SecurityRule;
  readonly count: number;
}

function roomBehind(before: SecurityRule | undefined, nsg: Group, { opening, count }: Wanted): Room | undefined {
  const from = Math.max(lowest, (before?.priority ?? 0) + 1);
  const range = { from, to: Math.min(highest, opening.priority - 1) };
  const free: number[] = [];
  while (free.length < count) {
    const next = freePriority(nsg, range, new Set(free));
    if (next === undefined) return undefined;
    free.push(next);
  }
  return { range, free };
}

function noRoom({ name }: Group, before: SecurityRule | undefined, { opening, count }: Wanted): PlanRefusal {
  const numbers = count === 1 ? 'no number is' : `there are no ${count} numbers`;
  const where =
    before === undefined
      ? `in front of the rule ${code(opening.name)} (${opening.priority})`
      : `between the rules ${code(before.name)} (${before.priority}) and ${code(opening.name)} (${opening.priority})`;
  const hint =
    opening.isDefault && before !== undefined
      ? `Give the rule ${code(before.name)} a lower number in Azure, then ask again.`
      : `Give the rule ${code(opening.name)} a higher number in Azure, then ask again.`;
  return refused(`In ${code(name)} ${numbers} free ${where}, so a Deny does not fit.`, hint);
}

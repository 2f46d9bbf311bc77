import type { Nsg } from '../facts.ts';
import { accessOf, judgeNsg } from './judge-nsg.ts';
import type { Flow } from './ruling.ts';

/** Priorities that rules of one's own may have, both included. */
const lowest = 100;
const highest = 4096;
/** Where the portal starts as well: room in front for rules that must come first. */
const usual = 300;

/** Both included. */
export interface PriorityRange {
  readonly from: number;
  readonly to: number;
}

/**
 * Where a rule that allows exactly this flow surely lets all of it in: anywhere in front of the first rule that denies, or
 * may deny, some of it. It hangs on that one rule alone, so a range stays what it is while other rules come and go.
 *
 * @returns undefined when nothing can stand in front, because that rule has the first priority there is
 * @throws RangeError when the flow has no sources
 */
export function rangeInFront(nsg: Pick<Nsg, 'rules'>, flow: Flow): PriorityRange | undefined {
  const denies = judgeNsg(nsg, flow).decisions.filter(({ rule, hit }) => accessOf(rule) === 'deny' && !hit.isEmpty);
  const to = Math.min(highest, ...denies.map(({ rule }) => rule.priority - 1));
  return to < lowest ? undefined : { from: lowest, to };
}

/**
 * A priority of the range that no inbound rule has: the nearest in front of what is in the way, and where only the default
 * rules are, one with room on both sides.
 *
 * @param except is taken as well, whatever the rules say
 * @param draw from 0 up to 1: begins to look at this place of the range instead, so that several who look at the same
 *   rules do not all find the same one
 * @returns undefined when none is free
 */
export function freePriority(
  { rules }: Pick<Nsg, 'rules'>,
  { from, to }: PriorityRange,
  except: ReadonlySet<number> = new Set(),
  draw?: number,
): number | undefined {
  const inbound = rules.filter(({ direction }) => direction.toLowerCase() === 'inbound');
  const taken = new Set([...except, ...inbound.map(({ priority }) => priority)]);
  if (draw !== undefined) {
    const size = to - from + 1;
    const first = Math.floor(draw * size);
    for (let step = 0; step < size; step += 1) {
      const priority = from + ((first + step) % size);
      if (!taken.has(priority)) return priority;
    }
    return undefined;
  }
  if (to === highest) {
    for (let priority = Math.max(usual, from); priority <= to; priority += 10)
      if (!taken.has(priority)) return priority;
  }
  for (let priority = to; priority >= from; priority -= 1) if (!taken.has(priority)) return priority;
  return undefined;
}

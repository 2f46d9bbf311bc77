import { unknownOutcome } from '../checks/sentences.ts';
import type { Unreadable } from '../facts.ts';
import { inert } from '../text/escape.ts';
import type { PlanRefusal } from './action.ts';

/** Why there is no plan. Both are one sentence. */
export function refused(problem: string, hint: string): PlanRefusal {
  return { kind: 'refused', problem, hint };
}

const passing: ReadonlySet<Unreadable['reason']> = new Set(['throttled', 'timed-out', 'failed']);

/** Nothing is planned on a guess: names what could not be read, and what would let it be read. */
export function refusedUnread(unreadable: Unreadable): PlanRefusal {
  const { todo } = unknownOutcome('', unreadable);
  const because = inert(unreadable.because).replace(/\.$/, '');
  const problem = `Nothing can be planned without the ${inert(unreadable.what)}, which could not be read: ${because}.`;
  const refusal = refused(problem, todo ?? 'Ask again in a minute.');
  return passing.has(unreadable.reason) ? { ...refusal, passing: true } : refusal;
}

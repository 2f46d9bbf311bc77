import { ruleAt } from '../remediations/narrow-rule.ts';
import type { VmRequest } from './request.ts';

/** Whether more time can be asked for: only rules can be written once more with a later end. */
export function mayBeProlonged({ state, plan, extends: prolongs }: VmRequest): boolean {
  const isOpen = state === 'active' && prolongs === undefined && plan.undo.length > 0;
  return isOpen && plan.undo.every(({ path }) => ruleAt(path) !== undefined);
}

import { isOverSsh } from '../actions/act.ts';
import type { VmRequest } from './request.ts';

/**
 * Whether a request is shown to approvers and, directly, to the person who asked. What nobody has to approve and shows
 * what comes of it where it was asked for needs neither; the log of events has it all the same.
 */
export function hasCards({ plan, policy }: Pick<VmRequest, 'plan' | 'policy'>): boolean {
  return !(isOverSsh(plan.act) && policy.without === 'auto');
}

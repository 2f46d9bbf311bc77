import type { VmRequest } from '../requests/request.ts';
import { wantedOf } from '../requests/wanted-of.ts';
import { approvalNeeded } from './approval-needed.ts';
import { beyondLimits } from './beyond-limits.ts';
import type { Policy, PolicyVm } from './policy.ts';
import { type PolicyRefusal, refused } from './refused.ts';
import { rulingOn } from './ruling.ts';
import { changedCommand } from './still-the-same-command.ts';

/**
 * Whether the policy, as it is now and for the VM as it is now, still lets an approved request be carried out. Who asked
 * and who approved was judged when they did; what is allowed, and how many have to approve it, may be stricter by now.
 *
 * @returns why not
 */
export function judgeExecution(policy: Policy, vm: PolicyVm, request: VmRequest): PolicyRefusal | undefined {
  const { action, params, decisions, policy: applied } = request;
  const isEmergency = applied.without === 'break-glass';
  if (isEmergency && policy.breakGlass === undefined) {
    return refused('Break-glass was turned off since this was asked for.', 'Ask for it in the ordinary way.');
  }
  const ruling = rulingOn(policy, vm, action);
  if (ruling.kind === 'refused') return ruling;
  const wanted = wantedOf(request);
  const approval = approvalNeeded({ policy, vm, action, allows: ruling.allows }, wanted);
  if (approval.kind === 'refused') return approval;
  const given = decisions.filter(({ verdict }) => verdict === 'approve').length;
  if (!isEmergency && approval.kind === 'people' && given < approval.approvals) {
    return refused(
      `By the policy as it is now this takes ${approval.approvals} approvals, and it has ${given}.`,
      'Ask again: the new request goes by the policy as it is now.',
    );
  }
  const wish = {
    from: params.from,
    ...(params.durationMs !== undefined && { durationMs: params.durationMs }),
    ...(params.vmAccess === true && { vmAccess: true }),
    ...wanted,
  };
  const allows = isEmergency ? { ...ruling.allows, reason: { required: true, patterns: [] } } : ruling.allows;
  return changedCommand(policy, params) ?? beyondLimits(allows, action, wish);
}

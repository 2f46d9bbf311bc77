import { openPort } from '../remediations/open-port.ts';
import type { Actor } from './actor.ts';
import { beyondLimits, type Wish } from './beyond-limits.ts';
import { approvalOf } from './command-ruling.ts';
import { mayAsk } from './may-ask.ts';
import { bothApprovals } from './meet.ts';
import type { ActionPolicy, Approval, Policy, PolicyVm } from './policy.ts';
import { actionFacts, type PolicyAction } from './policy-actions.ts';
import type { PolicyRefusal } from './refused.ts';
import { rulingOn } from './ruling.ts';

/**
 * What a wish takes in all: by the rule of its action, and where the port has to be opened for it, by the rule of that as
 * well. Whoever may run a command without asking may not open a port by it.
 * @param actor whoever asks; left out where that was judged before
 */
export function approvalNeeded(
  { policy, vm, action, allows }: { policy: Policy; vm: PolicyVm; action: PolicyAction; allows: ActionPolicy },
  { command, opening, reason }: Pick<Wish, 'command' | 'opening' | 'reason'>,
  actor?: Actor,
): Approval | PolicyRefusal {
  const own = approvalOf(allows, actionFacts[action].commands ? command : undefined);
  if (own.kind === 'refused' || opening === undefined) return own;
  const door = actor === undefined ? rulingOn(policy, vm, openPort.id) : mayAsk(policy, vm, openPort.id, actor);
  if (door.kind === 'refused') return door;
  const beyond = beyondLimits(door.allows, openPort.id, { ...opening, ...(reason !== undefined && { reason }) });
  return beyond ?? bothApprovals(own, door.allows.approval);
}

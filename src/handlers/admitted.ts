import type { VmFacts } from '../core/facts.ts';
import type { Actor } from '../core/policy/actor.ts';
import { refusedKind } from '../core/policy/actor.ts';
import { mayAsk } from '../core/policy/may-ask.ts';
import type { PolicyVm } from '../core/policy/policy.ts';
import type { PolicyAction } from '../core/policy/policy-actions.ts';
import { policyVm } from '../core/policy/policy-vm.ts';
import { type VmCandidate, type VmName, vmNameText } from '../core/vm-name.ts';
import { refusal } from '../views/refusal.ts';
import { severalVms } from '../views/several-vms.ts';
import { vmNotFound } from '../views/vm-not-found.ts';
import type { Reply } from './reply.ts';
import type { Tools } from './subcommand.ts';
import type { Who } from './who.ts';

/** A person who may do what they typed, and the machine that they mean as it is now. */
export interface Admitted {
  readonly actor: Actor;
  readonly vm: VmCandidate;
  readonly facts: VmFacts;
  readonly policyVm: PolicyVm;
}

/**
 * Finds the one VM that is meant, reads it, and asks the policy. Whoever may not, or means none or several, has their
 * answer when this resolves to undefined.
 * @param asked.command what is typed in front of the VM's name, from the slash on
 */
export async function admitted(
  asked: { readonly name: VmName; readonly action: PolicyAction; readonly command: string },
  { who, reply }: { readonly who: Who; readonly reply: Reply },
  { azure, people, policy }: Pick<Tools, 'azure' | 'people' | 'policy'>,
): Promise<Admitted | undefined> {
  const { name, action, command } = asked;
  const [found, actor] = await Promise.all([azure.findVms(name), people.actor(who.userId, who.teamId)]);
  const answer = async (message: Parameters<Reply>[0]) => {
    await reply(message);
    return undefined;
  };
  const refusedAtOnce = refusedKind(actor);
  if (refusedAtOnce !== undefined) return answer(refusal(refusedAtOnce));
  const [vm, ...others] = found.matches;
  if (vm === undefined) return answer(vmNotFound(name, found.near));
  if (others.length > 0) return answer(severalVms({ vm: vmNameText(name), command, candidates: found.matches }));
  const facts = await azure.readFacts(vm);
  const seen = policyVm(facts.vm, vm);
  const ruling = mayAsk(policy, seen, action, actor);
  if (ruling.kind === 'refused') return answer(refusal(ruling));
  return { actor, vm, facts, policyVm: seen };
}

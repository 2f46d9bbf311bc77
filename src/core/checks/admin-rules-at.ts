import type { AdminRules, Unreadable, VmFacts } from '../facts.ts';
import type { Target } from './target.ts';

/** Virtual Network Manager's rules for the network that a caller's packets end in; undefined when there is no entry. */
export function adminRulesAt(facts: VmFacts, target: Target): AdminRules | Unreadable | undefined {
  const { subnet } = target.ipConfiguration;
  const readable = facts.adminRules.filter((each) => each.kind === 'admin-rules');
  const vnetId = subnet?.kind === 'subnet' ? subnet.vnetId.toLowerCase() : undefined;
  const exact = readable.find((each) => each.vnetId.toLowerCase() === vnetId);
  // A subnet that could not be read lies in the VM's only network all the same.
  const sole = subnet?.kind === 'unreadable' && facts.adminRules.length === 1 ? readable[0] : undefined;
  return exact ?? sole ?? facts.adminRules.find((each) => each.kind === 'unreadable');
}

import type { Vm } from '../facts.ts';
import type { VmCandidate } from '../vm-name.ts';
import type { PolicyVm } from './policy.ts';

/** A VM as the policy looks at it: the machine as it was read, with what only the search knew. */
export function policyVm(read: Vm, found: Pick<VmCandidate, 'resourceGroup' | 'subscriptionName'>): PolicyVm {
  const { id, name, subscriptionId, tags } = read;
  // Of the same group, the search has the spelling that people know; Compute's own ids have it in capitals.
  const { resourceGroup, subscriptionName } = found;
  return {
    id,
    name,
    resourceGroup,
    subscriptionId,
    tags,
    ...(subscriptionName === undefined ? {} : { subscriptionName }),
  };
}

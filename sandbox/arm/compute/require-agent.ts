import type { Resource } from '../../world/schema.ts';
import { ArmFailure } from '../route.ts';
import { instanceViewOf } from './vm.ts';

/** @throws ArmFailure as Compute has it of a VM whose agent does not report */
export function requireAgent(vm: Resource): void {
  const { vmAgent } = instanceViewOf(vm);
  if (vmAgent?.statuses?.some((each) => each.displayStatus === 'Ready')) return;
  throw new ArmFailure(
    409,
    'VMAgentStatusCommunicationError',
    `VM '${vm.name}' has not reported status for VM agent or extensions. Please verify the VM has a running VM agent, and can establish outbound connections to Azure storage.`,
  );
}

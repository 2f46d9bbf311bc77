import type { InstanceViewStatus, VirtualMachine, VirtualMachineInstanceView } from '@azure/arm-compute';
import type { PowerState, Unreadable, VmStatus } from '../../core/facts.ts';
import { reads } from '../reads.ts';

const powerStates: readonly PowerState[] = [
  'running',
  'starting',
  'stopping',
  'stopped',
  'deallocating',
  'deallocated',
];

/** Power and agent out of the instance view that came with the VM. */
export function normaliseVmStatus(model: VirtualMachine, id: string): VmStatus | Unreadable {
  const view = model.instanceView;
  if (view === undefined || view === null) {
    const { what, permission } = reads.vmStatus(id);
    const because = `Azure's answer holds no instance view, which has the power state and the agent.`;
    return { kind: 'unreadable', what, reason: 'failed', because, permission };
  }
  const power = codeOf(view.statuses, 'powerstate/');
  return {
    kind: 'status',
    power: powerStates.find((state) => state === power) ?? 'unknown',
    provisioning: codeOf(view.statuses, 'provisioningstate/') ?? model.provisioningState?.toLowerCase() ?? 'unknown',
    agent: agentOf(view),
  };
}

/** The code behind a prefix, lower case: `ProvisioningState/failed/AllocationFailed` gives `failed/allocationfailed`. */
function codeOf(statuses: readonly InstanceViewStatus[] | undefined, prefix: string): string | undefined {
  const codes = (statuses ?? []).map(({ code }) => code?.toLowerCase() ?? '');
  return codes.find((code) => code.startsWith(prefix))?.slice(prefix.length);
}

/** The agent's block is missing while the VM is off, and where none was ever installed. */
function agentOf({ vmAgent }: VirtualMachineInstanceView): VmStatus['agent'] {
  if (vmAgent === undefined || vmAgent === null) return { state: 'absent' };
  const [first] = vmAgent.statuses ?? [];
  const ready = (vmAgent.statuses ?? []).some(({ displayStatus }) => displayStatus?.toLowerCase() === 'ready');
  return { state: ready ? 'ready' : 'not-ready', ...(first?.message ? { message: first.message } : {}) };
}

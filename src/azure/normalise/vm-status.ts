import type { InstanceViewStatus, VirtualMachine, VirtualMachineInstanceView } from '@azure/arm-compute';
import type { Unreadable, VmStatus } from '../../core/facts.ts';
import { powerOfWord } from '../../core/power-of-word.ts';
import { reads } from '../reads.ts';

/** Power and agent out of the instance view that came with the VM. */
export function normaliseVmStatus(model: VirtualMachine, id: string): VmStatus | Unreadable {
  const view = model.instanceView;
  if (view === undefined || view === null) {
    const { what, permission } = reads.vmStatus(id);
    const because = `Azure's answer holds no instance view, which has the power state and the agent.`;
    return { kind: 'unreadable', what, reason: 'failed', because, permission };
  }
  const word = codeOf(view.statuses, 'powerstate/');
  const power = powerOfWord(word ?? '');
  return {
    kind: 'status',
    power: power ?? 'unknown',
    ...(power === undefined && word !== undefined && word !== 'unknown' ? { powerWord: word } : {}),
    provisioning: codeOf(view.statuses, 'provisioningstate/') ?? model.provisioningState?.toLowerCase() ?? 'unknown',
    agent: agentOf(view),
    ...extensionsOf(view),
  };
}

function extensionsOf({ extensions }: VirtualMachineInstanceView): Pick<VmStatus, 'extensions'> {
  const named = (extensions ?? []).map(({ name, statuses }) => ({
    name: name ?? 'unnamed',
    state: codeOf(statuses, 'provisioningstate/') ?? 'unknown',
  }));
  return named.length === 0 ? {} : { extensions: named };
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
  const ready = (vmAgent.statuses ?? []).some(isReady);
  return { state: ready ? 'ready' : 'not-ready', ...(first?.message ? { message: first.message } : {}) };
}

/** Azure's words for people decide; its code does where they are missing. */
function isReady({ displayStatus, code }: InstanceViewStatus): boolean {
  return (displayStatus ?? code)?.toLowerCase().replace('provisioningstate/succeeded', 'ready') === 'ready';
}

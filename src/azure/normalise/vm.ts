import type { VirtualMachine } from '@azure/arm-compute';
import type { Vm } from '../../core/facts.ts';
import { parseResourceId } from '../resource-id.ts';
import { UnexpectedAnswer } from '../unexpected-answer.ts';

/** @param id what the VM was asked for by: its group is spelled better there, Compute answers in capitals */
export function normaliseVm(model: VirtualMachine, id: string): Vm {
  const parts = parseResourceId(id);
  if (parts === undefined) throw new UnexpectedAnswer('its id is none');
  const linux = model.osProfile?.linuxConfiguration;
  return {
    id: model.id ?? id,
    vmId: model.vmId ?? '',
    name: model.name ?? parts.names[0],
    resourceGroup: parts.resourceGroup,
    subscriptionId: parts.subscriptionId,
    location: model.location ?? '',
    os: osOf(model),
    provisioningState: model.provisioningState ?? '',
    sshPublicKeys: (linux?.ssh?.publicKeys ?? []).flatMap(({ keyData }) => keyData?.trim() || []),
    passwordLogin: passwordLoginOf(linux?.disablePasswordAuthentication),
    tags: model.tags ?? {},
    ...(model.osProfile?.adminUsername ? { adminUsername: model.osProfile.adminUsername } : {}),
  };
}

/** The disk knows best; VMs made from a specialised disk have no osProfile. */
function osOf({ storageProfile, osProfile }: VirtualMachine): Vm['os'] {
  const type = storageProfile?.osDisk?.osType?.toLowerCase();
  if (type === 'linux' || (type === undefined && osProfile?.linuxConfiguration !== undefined)) return 'Linux';
  if (type === 'windows' || (type === undefined && osProfile?.windowsConfiguration !== undefined)) return 'Windows';
  return 'unknown';
}

function passwordLoginOf(disabled: boolean | undefined): Vm['passwordLogin'] {
  if (disabled === undefined) return 'unknown';
  return disabled ? 'off' : 'on';
}

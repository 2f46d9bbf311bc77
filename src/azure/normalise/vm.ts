import type { VirtualMachine } from '@azure/arm-compute';
import type { Vm } from '../../core/facts.ts';
import { parseResourceId } from '../resource-id.ts';
import { UnexpectedAnswer } from '../unexpected-answer.ts';
import { normaliseExtensions } from './extensions.ts';

/** @param id what the VM was asked for by: its group is spelled better there, Compute answers in capitals */
export function normaliseVm(model: VirtualMachine, id: string): Vm {
  const parts = parseResourceId(id);
  if (parts === undefined) throw new UnexpectedAnswer('its id is none');
  const linux = model.osProfile?.linuxConfiguration;
  const extensions = normaliseExtensions(model);
  return {
    id: model.id ?? id,
    vmId: model.vmId ?? '',
    name: model.name ?? parts.names[0],
    resourceGroup: parts.resourceGroup,
    subscriptionId: parts.subscriptionId,
    location: model.location ?? '',
    os: osOf(model),
    provisioningState: model.provisioningState ?? '',
    sshPublicKeys: (linux?.ssh?.publicKeys ?? []).flatMap(({ keyData }) => keyLines(keyData ?? '')),
    passwordLogin: passwordLoginOf(linux?.disablePasswordAuthentication),
    tags: model.tags ?? {},
    ...(extensions.length > 0 && { extensions }),
    ...(model.zones?.length ? { zones: model.zones } : {}),
    ...(model.osProfile?.adminUsername ? { adminUsername: model.osProfile.adminUsername } : {}),
  };
}

/** The disk knows best; VMs made from a specialised disk have no osProfile. */
function osOf({ storageProfile, osProfile }: VirtualMachine): Vm['os'] {
  const type = storageProfile?.osDisk?.osType?.toLowerCase();
  if (type === 'linux' || (!type && osProfile?.linuxConfiguration)) return 'Linux';
  if (type === 'windows' || (!type && osProfile?.windowsConfiguration)) return 'Windows';
  return 'unknown';
}

function passwordLoginOf(disabled: boolean | null | undefined): Vm['passwordLogin'] {
  if (disabled === undefined || disabled === null) return 'unknown';
  return disabled ? 'off' : 'on';
}

/** One key a line, except where one key was wrapped into several lines, as terminals and mail do. */
function keyLines(keyData: string): string[] {
  const lines = keyData.split(/[\r\n]+/).filter((line) => line.trim() !== '');
  const isOne = lines.slice(1).every((line) => !/(?:^|\s)(?:ssh|ecdsa|sk)-\S+ +AAAA/.test(line));
  return (isOne && lines.length > 0 ? [lines.join('')] : lines).map((line) => line.trim());
}

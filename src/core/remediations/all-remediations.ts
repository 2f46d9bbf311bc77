import { associatePublicIp } from './associate-public-ip.ts';
import { createNsg } from './create-nsg.ts';
import { openPort } from './open-port.ts';
import type { DoableId, Remediation } from './remediation.ts';
import { startVm } from './start-vm.ts';

/** Every remediation that the bot can carry out, in the order in which people should read them. */
export const allRemediations: readonly Remediation[] = [startVm, openPort, associatePublicIp, createNsg];

export function remediationOf(id: DoableId): Remediation {
  const remediation = allRemediations.find((each) => each.id === id);
  if (remediation === undefined) throw new Error(`nobody can carry out ${id}`);
  return remediation;
}

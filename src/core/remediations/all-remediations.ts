import type { RemediationId } from '../checks/check.ts';
import { associatePublicIp } from './associate-public-ip.ts';
import { createNsg } from './create-nsg.ts';
import { openPort } from './open-port.ts';
import type { Remediation } from './remediation.ts';
import { startVm } from './start-vm.ts';

/** Every remediation that the bot can carry out, in the order in which people should read them. */
export const allRemediations: readonly Remediation[] = [startVm, openPort, associatePublicIp, createNsg];

/** Undefined for what is only explained and not done by the bot. */
export function remediationOf(id: RemediationId): Remediation | undefined {
  return allRemediations.find((each) => each.id === id);
}

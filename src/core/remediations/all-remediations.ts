import { associatePublicIp } from './associate-public-ip.ts';
import { createNsg } from './create-nsg.ts';
import { key } from './key.ts';
import { openPort } from './open-port.ts';
import type { Remediation } from './remediation.ts';
import { startVm } from './start-vm.ts';

/**
 * Every remediation that the bot can carry out, in the order in which people should read them. The policy's actions, the
 * buttons, the words and what the store takes back are made from this list.
 */
export const allRemediations = [
  startVm,
  openPort,
  associatePublicIp,
  createNsg,
  key,
] as const satisfies readonly Remediation[];

export type RemediationId = (typeof allRemediations)[number]['id'];

export function remediationOf(id: RemediationId): Remediation {
  const remediation = allRemediations.find((each) => each.id === id);
  if (remediation === undefined) throw new Error(`nobody can carry out ${id}`);
  return remediation;
}

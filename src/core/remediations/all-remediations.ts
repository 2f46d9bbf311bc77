import { associatePublicIp } from './associate-public-ip.ts';
import { createNsg } from './create-nsg.ts';
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
] as const satisfies readonly Remediation[];

/** What the bot itself can carry out; the rest is explained. */
export type DoableId = (typeof allRemediations)[number]['id'];

export function remediationOf(id: DoableId): Remediation {
  const remediation = allRemediations.find((each) => each.id === id);
  if (remediation === undefined) throw new Error(`nobody can carry out ${id}`);
  return remediation;
}

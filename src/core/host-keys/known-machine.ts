import type { VmFacts } from '../facts.ts';
import { addressForPeople } from './address-for-people.ts';
import type { HostKey } from './host-key.ts';
import type { KnownMachine } from './known-hosts.ts';

/** The machine as a person's own client should know it. @param port of sshd inside the VM, @param keys the approved ones */
export function knownMachine(
  facts: VmFacts,
  port: number,
  keys: readonly HostKey[],
): KnownMachine & { readonly user: string | undefined } {
  const { name, vmId, adminUsername } = facts.vm;
  const way = addressForPeople(facts, port);
  return { vmName: name, machineId: vmId, address: way?.address, port: way?.port ?? port, keys, user: adminUsername };
}

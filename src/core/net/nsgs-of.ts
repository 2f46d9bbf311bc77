import type { Nsg, VmFacts } from '../facts.ts';

/** Every network security group in front of the VM that could be read, of its interfaces and of their subnets. */
export function nsgsOf({ nics }: Pick<VmFacts, 'nics'>): Nsg[] {
  return nics
    .flatMap((nic) => (nic.kind === 'nic' ? [nic] : []))
    .flatMap(({ nsg, ipConfigurations }) => [
      nsg,
      ...ipConfigurations.map(({ subnet }) => (subnet?.kind === 'subnet' ? subnet.nsg : undefined)),
    ])
    .flatMap((nsg) => (nsg?.kind === 'nsg' ? [nsg] : []));
}

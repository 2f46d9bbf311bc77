import { endpointsOf, rankEndpoints } from '../endpoints.ts';
import type { VmFacts } from '../facts.ts';

/** Where people connect: the best public way to the port, else the private address. Undefined: no address is known. */
export function addressForPeople(
  facts: VmFacts,
  port: number,
): { readonly address: string; readonly port: number } | undefined {
  const [best] = rankEndpoints(endpointsOf(facts, port).usable, 'IPv4');
  if (best !== undefined) return { address: best.address, port: best.port };
  const address = privateAddress(facts);
  return address === undefined ? undefined : { address, port };
}

/** The primary one of the primary interface, where it has one. */
export function privateAddress(facts: VmFacts): string | undefined {
  const nics = facts.nics.filter((nic) => nic.kind === 'nic').toSorted((a, b) => Number(b.primary) - Number(a.primary));
  const own = nics.flatMap(({ ipConfigurations }) =>
    ipConfigurations.toSorted((a, b) => Number(b.primary) - Number(a.primary)),
  );
  return own.find((each) => each.privateAddress !== undefined)?.privateAddress;
}

import { targetOf } from '../checks/target-of.ts';
import { type Endpoint, endpointsOf, rankEndpoints } from '../endpoints.ts';
import type { Unreadable, VmFacts } from '../facts.ts';
import { isPrivateCaller } from '../text/parse-caller.ts';
import type { Wanted } from './way.ts';

/** Where ssh is to be pointed at. */
export type Destination =
  | { readonly kind: 'public'; readonly address: string; readonly port: number; readonly endpoint: Endpoint }
  /** For callers inside the virtual network, who reach the VM's own address. */
  | { readonly kind: 'inside'; readonly address: string; readonly port: number }
  /** Its public IP has no address now: a dynamic one of a VM that does not run. */
  | { readonly kind: 'unassigned'; readonly privateAddress: string | undefined }
  /** Whether there is a public address could not be read. */
  | { readonly kind: 'unread'; readonly unreadable: Unreadable; readonly privateAddress: string | undefined }
  | { readonly kind: 'none'; readonly privateAddress: string | undefined };

export function destinationOf({ facts, from, port }: Wanted): Destination {
  const target = from === undefined ? undefined : targetOf(facts, from, port);
  if (from !== undefined && isPrivateCaller(from)) {
    const address = target?.ipConfiguration.privateAddress;
    if (isTypeable(address)) return { kind: 'inside', address, port };
  }
  const { usable, unassigned, unreadable } = endpointsOf(facts, port);
  const endpoint = target?.endpoint ?? rankEndpoints(usable, 'IPv4')[0];
  if (isTypeable(endpoint?.address))
    return { kind: 'public', address: endpoint.address, port: endpoint.port, endpoint };
  const privateAddress = privateAddressOf(facts);
  if (unassigned.length > 0) return { kind: 'unassigned', privateAddress };
  const [first] = unreadable;
  return first === undefined ? { kind: 'none', privateAddress } : { kind: 'unread', unreadable: first, privateAddress };
}

/** The primary one; IPv4 where there are both. */
function privateAddressOf({ nics }: VmFacts): string | undefined {
  const rank = ({ primary }: { readonly primary: boolean }) => (primary ? 0 : 1);
  const [first] = nics
    .filter((nic) => nic.kind === 'nic')
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap(({ ipConfigurations }) => ipConfigurations.toSorted((a, b) => rank(a) - rank(b)))
    .filter(({ privateAddress }) => isTypeable(privateAddress))
    .toSorted((a, b) => Number(a.version === 'IPv6') - Number(b.version === 'IPv6'));
  return first?.privateAddress;
}

/** It is written into a line without quotes: nothing but what addresses are made of, whatever Azure's answer held. */
function isTypeable(address: string | undefined): address is string {
  return address !== undefined && /^[0-9A-Fa-f][0-9A-Fa-f.:]*$|^::[0-9A-Fa-f.:]*$/.test(address);
}

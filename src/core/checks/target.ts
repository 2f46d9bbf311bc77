import type { Endpoint } from '../endpoints.ts';
import type { IpConfiguration, Nic, Nsg, Sku, Unreadable } from '../facts.ts';
import { AddressSet } from '../net/address-set.ts';
import type { Flow } from '../net/ruling.ts';
import { isPrivateCaller } from '../text/parse-caller.ts';

/** Where a caller's packets end: one ipConfiguration of the VM, and the public endpoint that leads there. */
export interface Target {
  /** Absent when there is none, and for callers whose address never arrives over the internet. */
  readonly endpoint: Endpoint | undefined;
  readonly nic: Nic;
  readonly ipConfiguration: IpConfiguration;
  readonly subnetNsg: Nsg | Unreadable | undefined;
  readonly nicNsg: Nsg | Unreadable | undefined;
}

/** Whether a security group surely stands in front, readable or not: a subnet that could not be read may have none. */
export function hasGroup({ nicNsg, ipConfiguration: { subnet } }: Target): boolean {
  return nicNsg !== undefined || (subnet?.kind === 'subnet' && subnet.nsg !== undefined);
}

/** The packets of new connections from a caller, as the security groups see them. */
export function flowTo(target: Target, from: string, port: number): Flow {
  const { ipConfiguration } = target;
  return {
    sources: AddressSet.of(from),
    destination: ipConfiguration.privateAddress ?? '',
    destinationAsgIds: ipConfiguration.asgIds,
    port,
    vnetPrefixes: ipConfiguration.subnet?.kind === 'subnet' ? ipConfiguration.subnet.vnetPrefixes : [],
  };
}

/**
 * The kind of endpoint that decides where there is no NSG: Standard is closed then. Without an endpoint nothing is closed;
 * nor is it for callers from inside, who reach the private address.
 */
export function endpointSku({ endpoint, ipConfiguration }: Target, from: string): Sku {
  const { publicIp } = ipConfiguration;
  if (isPrivateCaller(from)) return 'Basic';
  return endpoint?.sku ?? (publicIp?.kind === 'public-ip' ? publicIp.sku : 'Basic');
}

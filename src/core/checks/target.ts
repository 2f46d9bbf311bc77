import { chooseEndpoint, type Endpoint, endpointsOf, familyOf } from '../endpoints.ts';
import type { IpConfiguration, Nic, Nsg, PublicIp, Unreadable, VmFacts } from '../facts.ts';
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

/** Without an endpoint: the primary configuration of the primary interface. Undefined when no interface could be read. */
export function targetOf(facts: VmFacts, from: string, port: number): Target | undefined {
  const family = familyOf(from);
  const endpoint = isPrivateCaller(from) ? undefined : chooseEndpoint(endpointsOf(facts, port).usable, family);
  const { nic, ipConfiguration } = endpoint ?? primary(facts, family) ?? {};
  if (nic === undefined || ipConfiguration === undefined) return undefined;
  const { subnet } = ipConfiguration;
  const subnetNsg = subnet?.kind === 'unreadable' ? subnet : subnet?.nsg;
  return { endpoint, nic, ipConfiguration, subnetNsg, nicNsg: nic.nsg };
}

function primary(facts: VmFacts, family: 'IPv4' | 'IPv6'): Pick<Target, 'nic' | 'ipConfiguration'> | undefined {
  const rank = (nic: Nic, configuration: IpConfiguration) =>
    (configuration.version === family ? 0 : 100) + (nic.primary ? 0 : 2) + (configuration.primary ? 0 : 1);
  return facts.nics
    .filter((nic) => nic.kind === 'nic')
    .flatMap((nic) => nic.ipConfigurations.map((ipConfiguration) => ({ nic, ipConfiguration })))
    .sort((a, b) => rank(a.nic, a.ipConfiguration) - rank(b.nic, b.ipConfiguration))[0];
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

/** The kind of endpoint that decides where there is no NSG: Standard is closed then. Without an endpoint nothing is closed. */
export function endpointSku({ endpoint, ipConfiguration }: Target): PublicIp['sku'] {
  const { publicIp } = ipConfiguration;
  return endpoint?.sku ?? (publicIp?.kind === 'public-ip' ? publicIp.sku : 'Basic');
}

import type { IpConfiguration, Nic, PublicIp, Sku, Unreadable, VmFacts } from './facts.ts';

/** A public address and port that leads to one of the VM's ipConfigurations. */
export interface Endpoint {
  readonly via: 'public-ip' | 'nat-rule' | 'lb-rule';
  readonly address: string;
  readonly family: 'IPv4' | 'IPv6';
  /** The port to connect to from outside; the backend port behind it is the one that was asked for. */
  readonly port: number;
  readonly sku: Sku;
  /** The public IP's or the load balancer rule's name. */
  readonly name: string;
  readonly loadBalancer?: string;
  readonly nic: Nic;
  readonly ipConfiguration: IpConfiguration;
}

export interface Endpoints {
  /** In the order of the VM's own interfaces, own addresses before forwards. */
  readonly usable: readonly Endpoint[];
  /** Public IPs that have no address now: dynamic ones while the VM is deallocated. */
  readonly unassigned: readonly (PublicIp & { readonly family: 'IPv4' | 'IPv6' })[];
  /** What may hold further ways in: interfaces, public IPs and load balancers that could not be read. */
  readonly unreadable: readonly Unreadable[];
}

/** All public ways to a port inside the VM: its own public IPs, and load balancer rules that end at that port. */
export function endpointsOf(facts: VmFacts, port: number): Endpoints {
  const nics = facts.nics.filter((nic) => nic.kind === 'nic');
  const configurations = nics.flatMap((nic) =>
    nic.ipConfigurations.map((ipConfiguration) => ({ nic, ipConfiguration })),
  );
  const publicIps = configurations.map(({ ipConfiguration }) => ipConfiguration.publicIp);
  const own = configurations.flatMap(({ nic, ipConfiguration }) => ownEndpoint(nic, ipConfiguration, port));
  const forwarded = configurations.flatMap(({ nic, ipConfiguration }) =>
    forwardedTo(facts, nic, ipConfiguration, port),
  );
  return {
    usable: [...own, ...forwarded],
    unassigned: configurations.flatMap(({ ipConfiguration: { publicIp, version } }) =>
      publicIp?.kind === 'public-ip' && !publicIp.address ? [{ ...publicIp, family: version }] : [],
    ),
    unreadable: [...facts.nics, ...publicIps, ...facts.forwards]
      .filter((each) => each?.kind === 'unreadable')
      .filter(({ backendPort }) => backendPort === undefined || backendPort === port),
  };
}

function ownEndpoint(nic: Nic, ipConfiguration: IpConfiguration, port: number): Endpoint[] {
  const ip = ipConfiguration.publicIp;
  if (ip?.kind !== 'public-ip' || !ip.address) return [];
  const { address, sku, name } = ip;
  return [{ via: 'public-ip', address, family: familyOf(address), port, sku, name, nic, ipConfiguration }];
}

function forwardedTo(facts: VmFacts, nic: Nic, ipConfiguration: IpConfiguration, port: number): Endpoint[] {
  return facts.forwards.flatMap((forward) => {
    if (forward.kind === 'unreadable' || forward.backendPort !== port || !forward.frontendAddress) return [];
    if (forward.ipConfigurationId.toLowerCase() !== ipConfiguration.id.toLowerCase()) return [];
    const { kind, frontendAddress: address, frontendPort, sku, rule, loadBalancer } = forward;
    const family = familyOf(address);
    return [{ via: kind, address, family, port: frontendPort, sku, name: rule, loadBalancer, nic, ipConfiguration }];
  });
}

/** @param address an address or CIDR block in canonical form */
export function familyOf(address: string): 'IPv4' | 'IPv6' {
  return address.includes(':') ? 'IPv6' : 'IPv4';
}

/**
 * The endpoints to tell a caller of, the best first: of the caller's address family, then the VM's own public IP before
 * a load balancer, then the primary interface and configuration.
 */
export function rankEndpoints(endpoints: readonly Endpoint[], family: 'IPv4' | 'IPv6'): Endpoint[] {
  const via = ['public-ip', 'nat-rule', 'lb-rule'];
  const rank = (endpoint: Endpoint) =>
    (endpoint.family === family ? 0 : 100) +
    via.indexOf(endpoint.via) * 10 +
    (endpoint.nic.primary ? 0 : 2) +
    (endpoint.ipConfiguration.primary ? 0 : 1);
  return endpoints.toSorted((a, b) => rank(a) - rank(b));
}

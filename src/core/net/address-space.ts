import { AddressSet } from './address-set.ts';

/** Where Azure's platform answers from in every region: load balancer probes, DNS, the VM agent's endpoint. */
export const azurePlatform = AddressSet.of('168.63.129.16');

/** Addresses that organisations number their own networks with; a route or a gateway may join them to a virtual network. */
export const privateSpace = AddressSet.of('10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7');

/**
 * The addresses a packet from the internet can come from. IPv4: everything but "this network", private, shared, loopback,
 * link-local, multicast and reserved space and Azure's platform address; IPv6: global unicast (2000::/3).
 */
export const publicSpace = AddressSet.anyIpv4
  .subtract(privateSpace)
  .subtract(azurePlatform)
  .subtract(AddressSet.of('0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4', '240.0.0.0/4'))
  .union(AddressSet.of('2000::/3'));

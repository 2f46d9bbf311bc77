import { AddressSet } from './address-set.ts';
import { publicIpv4, publicIpv6 } from './public-sources.ts';

const notPublic4 = AddressSet.anyIpv4.subtract(publicIpv4);

/**
 * Public addresses as people write them: the fewest CIDR blocks, and where everything public is meant `0.0.0.0/0` or
 * `::/0`, although some of those addresses are nobody's.
 */
export function publicBlocks(sources: AddressSet): string[] {
  const over4 = sources.intersect(AddressSet.anyIpv4);
  const over6 = sources.intersect(AddressSet.anyIpv6);
  const blocks4 = over4.contains(publicIpv4) ? over4.union(notPublic4) : over4;
  const blocks6 = over6.contains(publicIpv6) ? AddressSet.anyIpv6 : over6;
  return [...blocks4.toCidrs(), ...blocks6.toCidrs()];
}

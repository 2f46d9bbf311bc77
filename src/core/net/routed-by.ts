import { AddressSet } from './address-set.ts';
import type { ExposureContext } from './exposure.ts';
import { publicIpv4, publicIpv6 } from './public-sources.ts';

const everyPublic = publicIpv4.union(publicIpv6);

/** What routes put into the tag VirtualNetwork; what the network has of its own no client on the internet can have. */
export function routedBy({ routePrefixes, vnetPrefixes }: ExposureContext): AddressSet {
  if (routePrefixes === undefined || routePrefixes.length === 0) return AddressSet.empty;
  return setOf(routePrefixes)
    .intersect(everyPublic)
    .subtract(setOf(vnetPrefixes ?? []));
}

function setOf(texts: readonly string[]): AddressSet {
  return AddressSet.join(texts.map((text) => AddressSet.parse(text.trim()) ?? AddressSet.empty));
}

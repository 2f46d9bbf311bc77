import { AddressSet } from './address-set.ts';
import { publicSpace } from './address-space.ts';
import type { PortRule } from './port-rules.ts';

export const publicIpv4 = publicSpace.intersect(AddressSet.anyIpv4);
export const publicIpv6 = publicSpace.intersect(AddressSet.anyIpv6);

/**
 * The public addresses of one family that a rule's sources hold for certain. Of service tags that is nothing: their
 * addresses are not part of the rule.
 *
 * @param routed what user-defined routes add to the tag VirtualNetwork
 */
export function publicSources({ sources }: Pick<PortRule, 'sources'>, family: 4 | 6, routed: AddressSet): AddressSet {
  const space = family === 4 ? publicIpv4 : publicIpv6;
  if (sources.fixed === AddressSet.any || sources.fixed === publicSpace) return space;
  const fixed = sources.fixed.isEmpty ? sources.fixed : space.intersect(sources.fixed);
  return sources.virtualNetwork && !routed.isEmpty ? fixed.union(space.intersect(routed)) : fixed;
}

const azureCloud = /^azurecloud(\.|$)/i;

/** The service tags among a rule's sources by which any customer of Azure gets in: "AzureCloud", "AzureCloud.westeurope". */
export function cloudTags({ sources }: Pick<PortRule, 'sources'>): string[] {
  return sources.open.flatMap((prefix) =>
    prefix.kind === 'service-tag' && azureCloud.test(prefix.tag) ? [prefix.tag.toLowerCase()] : [],
  );
}

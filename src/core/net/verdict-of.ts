import { AddressSet } from './address-set.ts';
import type { ExposureKind, Thresholds, Verdict } from './exposure.ts';
import type { HostClass } from './host-classes.ts';
import { publicIpv4, publicIpv6 } from './public-sources.ts';
import type { Reach } from './reach-of.ts';

/** From this share on it is all: of the public addresses, and of the hosts. */
const nearlyAll = 0.99;

export const publicIpv4Size = publicIpv4.ipv4Size;
export const publicIpv6Size = Number(publicIpv6.ipv6Size);

const nobody = { verdict: 'closed', kinds: [] } as const;

/** How much gets in to how many, in one word, and in what way. */
export function verdictOf(
  reaches: readonly Reach[],
  { ipv4Bits, ipv6Bits }: Thresholds,
): { readonly verdict: Exclude<Verdict, 'unknown'>; readonly kinds: readonly ExposureKind[] } {
  if (reaches.length === 0) return nobody;
  const over4 = reaches.filter(({ hosts }) => hosts.family === 4);
  const hostsInAll = weightOf(over4);
  const isAll = ({ sources }: Reach) => sources.ipv4Size >= nearlyAll * publicIpv4Size;
  const wide = over4.filter(({ sources }) => sources.ipv4Size >= 2 ** (32 - ipv4Bits));
  const byRoute: ExposureKind[] = reaches.some(isByRoute) ? ['virtual-network-route'] : [];
  if (hostsInAll > 0 && weightOf(over4.filter(isAll)) >= nearlyAll * hostsInAll)
    return { verdict: 'open', kinds: ['all-internet', ...byRoute] };
  const kinds = new Set<ExposureKind>();
  if (wide.some((each) => !isAll(each))) kinds.add('source-range');
  if (wide.length > 0 && weightOf(wide) < nearlyAll * hostsInAll) kinds.add('some-destinations');
  // Some hosts are open to all and others to a part: neither alone is said by the kinds above.
  if (wide.length > 0 && kinds.size === 0) kinds.add('some-destinations');
  const over6 = reaches.filter(({ hosts }) => hosts.family === 6);
  // Whoever lets in everybody over IPv4 wrote a rule for both.
  if (!over4.some(isAll) && over6.some(({ sources }) => Number(sources.ipv6Size) >= 2 ** (128 - ipv6Bits)))
    kinds.add('ipv6');
  if (reaches.some(({ byCloudTag }) => byCloudTag)) kinds.add('azure-cloud');
  if (kinds.size > 0) return { verdict: 'partial', kinds: [...kinds, ...byRoute] };
  // No host alone is reached by many, but all of them together are.
  if (over4.length > 1 && AddressSet.join(over4.map(({ sources }) => sources)).ipv4Size >= 2 ** (32 - ipv4Bits))
    return { verdict: 'partial', kinds: ['source-range', 'some-destinations', ...byRoute] };
  const isNarrow = reaches.some(({ sources }) => !sources.isEmpty);
  return isNarrow ? { verdict: 'narrow', kinds: ['source-range'] } : { verdict: 'closed', kinds: [] };
}

function weightOf(reaches: readonly Reach[]): number {
  return reaches.reduce((sum, { hosts }) => sum + hosts.weight, 0);
}

/** How many hosts are open by themselves, wholly or in part. */
export function hostsOpenIn(reaches: readonly Reach[], thresholds: Thresholds): number {
  return weightOf(
    reaches.filter(({ hosts, sources, byCloudTag }) => {
      const verdict = verdictOfOne(hosts, sources, byCloudTag, thresholds);
      return verdict === 'open' || verdict === 'partial';
    }),
  );
}

function isByRoute({ rules }: Reach): boolean {
  return rules.some(({ sources }) => sources.virtualNetwork && sources.fixed.isEmpty);
}

/** The same of one host and those who reach it. */
export function verdictOfOne(
  hosts: HostClass,
  sources: AddressSet,
  byCloudTag: boolean,
  { ipv4Bits, ipv6Bits }: Thresholds,
): Exclude<Verdict, 'unknown'> {
  const all = hosts.family === 4 ? publicIpv4Size : publicIpv6Size;
  const size = hosts.family === 4 ? sources.ipv4Size : Number(sources.ipv6Size);
  const wide = hosts.family === 4 ? 2 ** (32 - ipv4Bits) : 2 ** (128 - ipv6Bits);
  if (size >= nearlyAll * all) return 'open';
  if (size >= wide || byCloudTag) return 'partial';
  return size > 0 ? 'narrow' : 'closed';
}

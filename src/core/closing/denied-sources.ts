import type { SecurityRule } from '../facts.ts';
import { AddressSet } from '../net/address-set.ts';
import { publicSpace } from '../net/address-space.ts';
import type { Exposure } from '../net/exposure.ts';

/** Whom one Deny rule shuts out; IPv4 and IPv6 never stand in one rule, nor a tag beside addresses. */
export type DeniedSources =
  | { readonly kind: 'tag'; readonly tag: string }
  | { readonly kind: 'addresses'; readonly family: 'IPv4' | 'IPv6'; readonly prefixes: readonly string[] };

const allIpv4 = publicSpace.intersect(AddressSet.anyIpv4);
const internet = { kind: 'tag', tag: 'Internet' } as const;
const allIpv6 = { kind: 'addresses', family: 'IPv6', prefixes: ['2000::/3'] } as const;
const cloudTag = /^azurecloud(\.|$)/i;

/**
 * Exactly the exposed addresses, one entry for each rule that it takes. Everybody is the tag Internet, which leaves the
 * virtual network and the load balancer's probes alone; whether it holds IPv6 is not documented, so where more than that
 * tag lets IPv6 in, all of that is named as well.
 *
 * @param shut whom the opening rules let in somewhere where no rule in front of the Deny does
 */
export function deniedSources(
  { verdict, sources }: Exposure,
  opening: readonly SecurityRule[],
  shut: AddressSet,
): readonly DeniedSources[] {
  if (verdict === 'open' || sources.contains(allIpv4))
    return letsIpv6(sources, opening) ? [internet, allIpv6] : [internet];
  const tags = cloudTagsOf(opening);
  const families = [
    { family: 'IPv4', prefixes: shut.intersect(AddressSet.anyIpv4).toCidrs() },
    { family: 'IPv6', prefixes: shut.intersect(AddressSet.anyIpv6).toCidrs() },
  ] as const;
  return [
    ...families.flatMap((each) => (each.prefixes.length === 0 ? [] : [{ kind: 'addresses', ...each } as const])),
    ...tags.map((tag) => ({ kind: 'tag', tag }) as const),
  ];
}

/** The tags among their sources by which every customer of Azure gets in. */
export function cloudTagsOf(rules: readonly SecurityRule[]): readonly string[] {
  return [...new Set(rules.flatMap((rule) => rule.sources.filter((text) => cloudTag.test(text))))];
}

/** The tags of Azure's own addresses among what is denied. */
export function deniedClouds(denied: readonly DeniedSources[]): readonly string[] {
  return denied.flatMap((each) => (each.kind === 'tag' && each.tag !== internet.tag ? [each.tag] : []));
}

function letsIpv6(sources: AddressSet, opening: readonly SecurityRule[]): boolean {
  const isMore = (text: string) => /^(\*|any)$/i.test(text) || AddressSet.parse(text)?.overlaps(AddressSet.anyIpv6);
  return sources.overlaps(AddressSet.anyIpv6) && opening.some((rule) => rule.isDefault || rule.sources.some(isMore));
}

/** For a sentence: "the tag Internet", "1.0.0.0/8 and 3 more". */
export function deniedWords(denied: DeniedSources): string {
  if (denied.kind === 'tag') return denied.tag;
  const [first = '', ...more] = denied.prefixes;
  return more.length === 0 ? first : `${first} and ${more.length} more`;
}

import type { SecurityRule } from '../facts.ts';
import { AddressSet } from '../net/address-set.ts';
import { type AddressTerms, addressTerms } from '../net/rule-terms.ts';
import type { DeniedSources } from './denied-sources.ts';

/** Where a Deny rule is about: the same as the one rule that it stands in front of, or everything. */
export type DeniedDestination = Pick<SecurityRule, 'destinations' | 'destinationAsgIds'>;

const everywhere: DeniedDestination = { destinations: ['*'], destinationAsgIds: [] };

/** Where one rule alone opens it, nothing else is touched. */
export function destinationFor([only, ...more]: readonly SecurityRule[]): DeniedDestination {
  if (only === undefined || more.length > 0 || only.isDefault) return everywhere;
  const { destinations, destinationAsgIds } = only;
  return termsOf(only).fixed.contains(AddressSet.anyIpv4) ? everywhere : { destinations, destinationAsgIds };
}

/** Addresses of one family never get to those of the other, and Azure refuses a rule that says so. */
export function fitting(denied: DeniedSources, { destinations }: DeniedDestination): readonly DeniedSources[] {
  if (denied.kind === 'tag') return [denied];
  const all = denied.family === 'IPv4' ? AddressSet.anyIpv4 : AddressSet.anyIpv6;
  const sets = destinations.map((text) => AddressSet.parse(text));
  const isOther = sets.length > 0 && sets.every((set) => set !== undefined && !set.overlaps(all));
  return isOther ? [] : [denied];
}

/** Whether a rule is about every host behind its group. */
export function isEverywhere(rule: DeniedDestination): boolean {
  const { fixed, virtualNetwork } = termsOf(rule);
  return virtualNetwork || fixed.contains(AddressSet.anyIpv4);
}

/** False only where both name addresses, and none in common. */
export function mayMeet(rule: DeniedDestination, to: DeniedDestination): boolean {
  const both = [termsOf(rule), termsOf(to)] as const;
  const areAddresses = both.every((each) => !each.virtualNetwork && each.open.length + each.asgIds.length === 0);
  return !areAddresses || both[0].fixed.overlaps(both[1].fixed);
}

/** Whether a rule is about everything that another is about. */
export function covers(rule: DeniedDestination, to: DeniedDestination): boolean {
  if (isEverywhere(rule)) return true;
  const [all, some] = [termsOf(rule), termsOf(to)];
  if (some.virtualNetwork || some.open.length > 0) return false;
  return all.fixed.contains(some.fixed) && some.asgIds.every((id) => all.asgIds.includes(id));
}

function termsOf({ destinations, destinationAsgIds }: DeniedDestination): AddressTerms {
  return addressTerms(destinations, destinationAsgIds, 'unclear');
}

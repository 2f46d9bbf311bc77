import type { AddressSet } from './address-set.ts';

import type { PortRule } from './port-rules.ts';
import { anyPort, areAllPorts } from './port-terms.ts';
import { cloudTags, publicIpv4, publicIpv6, publicSources } from './public-sources.ts';

/** A rule that has a say in who gets in from the internet, and over whom. */
export interface PublicRule extends PortRule {
  readonly ipv4: AddressSet;
  readonly ipv6: AddressSet;
  /** Service tags by which any customer of Azure gets in; of a deny, those that it surely shuts out. */
  readonly clouds: readonly string[];
}

export interface Reading {
  /** How a rule is read of which it cannot be told whom it takes: as the one that lets in most, or least. */
  readonly doubts: 'let in' | 'keep out';
  /** What user-defined routes add to the tag VirtualNetwork. */
  readonly routed: AddressSet;
}

const noClouds: readonly string[] = [];

/** Those that take public addresses, up to the last that lets any in: what is left behind it stays out. */
export function publicRules(rules: readonly PortRule[], reading: Reading): readonly PublicRule[] {
  const found = allPublicRules(rules, reading);
  while (found.at(-1)?.allows === false) found.pop();
  return found;
}

/** The same with the Denies at the end, which tell what keeps somebody out. */
export function allPublicRules(rules: readonly PortRule[], reading: Reading): PublicRule[] {
  const found: PublicRule[] = [];
  for (const entry of rules) {
    const each = publicRule(entry, reading);
    if (each !== undefined) found.push(each);
  }
  return found;
}

function publicRule(entry: PortRule, { doubts, routed }: Reading): PublicRule | undefined {
  const { sources, doubt, allows } = entry;
  if (doubt !== undefined && allows !== (doubts === 'let in')) return undefined;
  if (doubt !== undefined) return doubtful(entry, routed);
  if (sources.fixed.isEmpty && sources.open.length === 0 && !(sources.virtualNetwork && !routed.isEmpty))
    return undefined;
  const ipv4 = publicSources(entry, 4, routed);
  const ipv6 = publicSources(entry, 6, routed);
  const clouds = sources.open.length === 0 || !(allows || areAllPorts(entry.sourcePorts)) ? noClouds : cloudTags(entry);
  if (ipv4.isEmpty && ipv6.isEmpty && clouds.length === 0) return undefined;
  const { rule, sourcePorts, destinations } = entry;
  return { rule, allows, sources, sourcePorts, destinations, ipv4, ipv6, clouds };
}

/** As much as it may take: of what is not understood, everything. */
function doubtful(entry: PortRule, routed: AddressSet): PublicRule | undefined {
  const isUnclear = entry.sources.open.some(({ kind }) => kind === 'unclear');
  const ipv4 = isUnclear ? publicIpv4 : publicSources(entry, 4, routed);
  const ipv6 = isUnclear ? publicIpv6 : publicSources(entry, 6, routed);
  const clouds = isUnclear ? noClouds : cloudTags(entry);
  if (ipv4.isEmpty && ipv6.isEmpty && clouds.length === 0) return undefined;
  return { ...entry, sourcePorts: anyPort.ports, ipv4, ipv6, clouds };
}

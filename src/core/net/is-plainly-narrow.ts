import type { SecurityRule } from '../facts.ts';
import { AddressSet } from './address-set.ts';
import { deadRules } from './dead-rules.ts';
import type { ExposureContext } from './exposure.ts';
import { type PortRule, rulesAbout, tiedIn } from './port-rules.ts';
import { publicSources } from './public-sources.ts';
import { routedBy } from './routed-by.ts';
import { nobodysSource, publicDestination, wideSize } from './rule-remarks.ts';

/**
 * Whether it is seen at once that a group lets in an allow-list at most: all its allows together hold few public addresses,
 * whatever its denies take of them, and nothing is odd about its rules. Where not, only `exposureOf` tells. Nearly all groups
 * are like that, and an audit looks at all there are.
 */
export function isPlainlyNarrow(rules: readonly SecurityRule[], context: ExposureContext): boolean {
  const about = rulesAbout(rules, context.port);
  if (tiedIn(about) !== undefined || !about.every(isPlain)) return false;
  if (!routedBy(context).isEmpty) return false;
  let addresses = 0;
  for (const entry of about) {
    if (!entry.allows || entry.sources.fixed.isEmpty) continue;
    const size = publicSources(entry, 4, AddressSet.empty).ipv4Size;
    if (size > wideSize || !publicSources(entry, 6, AddressSet.empty).isEmpty) return false;
    addresses += size;
  }
  return addresses < 2 ** (32 - context.thresholds.ipv4Bits) && deadRules(about, context).length === 0;
}

/** Understood, from addresses that somebody has, to addresses that a host has. */
function isPlain(entry: PortRule): boolean {
  const { rule, allows, doubt, sources } = entry;
  if (rule.isDefault) return true;
  if (doubt !== undefined || Number.isNaN(rule.priority) || (allows && sources.open.length > 0)) return false;
  return nobodysSource(rule) === undefined && publicDestination(entry, undefined) === undefined;
}

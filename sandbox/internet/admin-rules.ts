import { listAt, objectAt, type Raw, textAt, textsAt } from './raw.ts';
import { type InnerPacket, ruleMatches } from './rule-match.ts';

export interface AdminAnswer {
  /** `next`: no rule decides, or one that allows, and the network security groups are asked. */
  readonly verdict: 'deny' | 'always-allow' | 'next';
  readonly rule: string;
}

/**
 * What Virtual Network Manager's rules do with a packet. They come before all network security groups.
 * @param entries as `listNetworkManagerEffectiveSecurityAdminRules` answers, which a world keeps with the network
 */
export function askAdminRules(entries: readonly Raw[], packet: InnerPacket): AdminAnswer {
  const deciding = entries
    .map(asRule)
    .filter((rule) => /^inbound$/i.test(textAt(rule, 'direction')))
    .sort((a, b) => Number(textAt(a, 'priority')) - Number(textAt(b, 'priority')))
    .find((rule) => ruleMatches(rule, packet));
  const access = textAt(deciding, 'access').toLowerCase();
  const verdict = access === 'deny' ? 'deny' : access === 'alwaysallow' ? 'always-allow' : 'next';
  return { verdict, rule: textAt(deciding, 'name') };
}

/** In the fields of a network security group's rule. An empty list means any. */
function asRule(entry: Raw): Raw {
  const properties = objectAt(entry, 'properties');
  const prefixes = (list: string) => orAny(listAt(properties, list).map((item) => textAt(item, 'addressPrefix')));
  return {
    name: textAt(entry, 'name') || textAt(entry, 'id').split('/').at(-1),
    priority: properties.priority,
    direction: properties.direction,
    access: properties.access,
    protocol: properties.protocol,
    sourceAddressPrefixes: prefixes('sources'),
    destinationAddressPrefixes: prefixes('destinations'),
    sourcePortRanges: orAny(textsAt(properties, 'sourcePortRanges')),
    destinationPortRanges: orAny(textsAt(properties, 'destinationPortRanges')),
  };
}

function orAny(texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? ['*'] : texts;
}

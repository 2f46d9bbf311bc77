import { AddressSet } from './address-set.ts';
import { azurePlatform, publicSpace } from './address-space.ts';

/** What one source or destination of a rule means. */
export type Prefix =
  | { readonly kind: 'addresses'; readonly addresses: AddressSet }
  /** The virtual network, what is peered with it, and what gateways and routes join to it. */
  | { readonly kind: 'virtual-network' }
  /** A list of public addresses that Microsoft keeps and changes; `tag` is as written. */
  | { readonly kind: 'service-tag'; readonly tag: string }
  /** All addresses of some virtual networks, named by a resource id. */
  | { readonly kind: 'network-group'; readonly id: string }
  | { readonly kind: 'unclear'; readonly text: string };

const anyone: Prefix = { kind: 'addresses', addresses: AddressSet.any };

/**
 * Words that Azure gives a fixed meaning. `Internet` is all public space, Azure's own included, and nothing private;
 * that it covers IPv6 is not documented, and taking it to is the careful reading of an allow.
 * https://learn.microsoft.com/azure/virtual-network/service-tags-overview
 */
const words: ReadonlyMap<string, Prefix> = new Map<string, Prefix>([
  ['*', anyone],
  ['any', anyone],
  ['internet', { kind: 'addresses', addresses: publicSpace }],
  ['virtualnetwork', { kind: 'virtual-network' }],
  ['azureloadbalancer', { kind: 'addresses', addresses: azurePlatform }],
]);

const tag = /^[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)*$/;

/** Reads a prefix as Azure returns it: `*`, a tag in any case, an address, a CIDR block (host bits ignored) or a range. */
export function parsePrefix(text: string): Prefix {
  if (text === '*') return anyone;
  const trimmed = text.trim();
  const addresses = AddressSet.parse(trimmed);
  if (addresses !== undefined) return { kind: 'addresses', addresses };
  const lower = trimmed.toLowerCase();
  const word = words.get(lower);
  if (word !== undefined) return word;
  if (lower.startsWith('/subscriptions/')) return { kind: 'network-group', id: lower };
  if (tag.test(lower)) return { kind: 'service-tag', tag: trimmed };
  const [first = '', last = '', ...more] = trimmed.split('-').map((part) => part.trim());
  const range = more.length === 0 ? AddressSet.between(first, last) : undefined;
  return range === undefined ? { kind: 'unclear', text: trimmed } : { kind: 'addresses', addresses: range };
}

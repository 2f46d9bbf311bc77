import { AddressSet } from './address-set.ts';
import { azurePlatform, privateSpace } from './address-space.ts';

/** What the tag VirtualNetwork holds, as far as it can be told. */
export interface VirtualNetworkSpace {
  /** Surely in it: the known virtual networks and Azure's platform address. */
  readonly known: AddressSet;
  /** May be in it: private addresses that a gateway or a route can join to the network. */
  readonly possible: AddressSet;
}

const spaces = new WeakMap<readonly string[], VirtualNetworkSpace>();

/**
 * The tag's extent for a network of these prefixes. A user-defined route can put public addresses into the tag, up to
 * the whole internet; routes are not read here, so a public address counts only where a known prefix holds it.
 */
export function virtualNetworkSpace(vnetPrefixes: readonly string[]): VirtualNetworkSpace {
  const cached = spaces.get(vnetPrefixes);
  if (cached !== undefined) return cached;
  const prefixes = vnetPrefixes.map((prefix) => AddressSet.parse(prefix.trim()) ?? AddressSet.empty);
  const known = AddressSet.join([azurePlatform, ...prefixes]);
  const space = { known, possible: privateSpace.subtract(known) };
  spaces.set(vnetPrefixes, space);
  return space;
}

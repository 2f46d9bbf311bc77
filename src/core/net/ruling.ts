import type { SecurityRule } from '../facts.ts';
import type { AddressSet } from './address-set.ts';

/** Packets of new TCP connections from some addresses to one private address and port, seen after address translation. */
export interface Flow {
  /** Where the caller connects from: one address or a range. */
  readonly sources: AddressSet;
  /** The VM's private address that the packet is delivered to. */
  readonly destination: string;
  /** Application security groups of that address. */
  readonly destinationAsgIds: readonly string[];
  readonly port: number;
  /** What the tag VirtualNetwork is known to hold (virtual network and peers). */
  readonly vnetPrefixes: readonly string[];
}

/** What an ordered rule list does with a flow. */
export type Ruling<Rule = SecurityRule> =
  | { readonly access: 'allow' | 'deny'; readonly rule: Rule }
  /** The flow's range of sources is split: some get in, some do not. */
  | { readonly access: 'partly'; readonly allowed: AddressSet; readonly denied: AddressSet; readonly rule: Rule }
  /** It hangs on something that cannot be known from the rules, e.g. which addresses a service tag holds today. */
  | { readonly access: 'undetermined'; readonly rule: Rule; readonly because: string };

import type { AdminRule, SecurityRule } from '../facts.ts';
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

/** What Virtual Network Manager's admin rules do with a flow. */
export type AdminRuling =
  | { readonly access: 'deny' | 'always-allow'; readonly rule: AdminRule }
  /** The network security groups decide; `rule` is the Allow that handed on, undefined when no rule fits. */
  | { readonly access: 'passes-on'; readonly rule: AdminRule | undefined }
  /** The flow's range of sources is split; `rule` is the first that denies some of it, else that lets some in for good. */
  | {
      readonly access: 'partly';
      readonly denied: AddressSet;
      readonly alwaysAllowed: AddressSet;
      readonly passedOn: AddressSet;
      readonly rule: AdminRule;
    }
  | { readonly access: 'undetermined'; readonly rule: AdminRule; readonly because: string };

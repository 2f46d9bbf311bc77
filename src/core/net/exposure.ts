import type { SecurityRule } from '../facts.ts';
import type { AddressSet } from './address-set.ts';

/** How much of the internet one rule list lets in: the words of the report, from the worst to the best. */
export const verdicts = ['open', 'partial', 'narrow', 'closed'] as const;

/** `unknown`: it hangs on something that the rules do not say in a form that is understood. */
export type Verdict = (typeof verdicts)[number] | 'unknown';

/** In what way a list is less, or something else, than open to everybody: several may hold. */
export const exposureKinds = [
  /** All of the public IPv4 internet, to all that is guarded. */
  'all-internet',
  /** Only some public addresses. */
  'source-range',
  /** Only some of the hosts that the group guards. */
  'some-destinations',
  /** Over IPv6. */
  'ipv6',
  /** Every address of Azure's, where any customer can rent one. */
  'azure-cloud',
  /** By a default rule: a route makes the tag VirtualNetwork hold public addresses. */
  'virtual-network-route',
] as const;

export type ExposureKind = (typeof exposureKinds)[number];

/** From how many leading bits on a block of public addresses is more than an allow-list. */
export interface Thresholds {
  /** 9: as many addresses as a /9 has. */
  readonly ipv4Bits: number;
  /** 11: as many as a /11 has, 1/256 of 2000::/3. */
  readonly ipv6Bits: number;
}

export const usualThresholds: Thresholds = { ipv4Bits: 9, ipv6Bits: 11 };

/** A host behind a group: a private address, and the application security groups of its configuration. */
export interface GuardedHost {
  readonly address: string;
  readonly asgIds: readonly string[];
  /** Prefixes of user-defined routes of its own subnet; absent: those of the context. */
  readonly routePrefixes?: readonly string[];
}

/** What is known besides the rules. */
export interface ExposureContext {
  readonly port: number;
  readonly thresholds: Thresholds;
  /** Every host behind the group; absent: not known, and any private address may be one. */
  readonly hosts?: readonly GuardedHost[];
  /** Prefixes of the virtual networks behind the group and of their peers; absent: not known. */
  readonly vnetPrefixes?: readonly string[];
  /** Prefixes of user-defined routes there, which the tag VirtualNetwork then holds as well. */
  readonly routePrefixes?: readonly string[];
  /** Denies that the bot was asked for: that they leave others nothing to do is what they are for. Absent: there are none. */
  readonly isOwnDeny?: (rule: SecurityRule) => boolean;
}

/** Something worth telling of a rule that does not do what it looks like. */
export interface RuleRemark {
  readonly kind:
    | 'nobodys-address' // 0.0.0.0, 0.0.0.0/8
    | 'public-destination' // a public address as destination never matches
    | 'service-tag' // an allow for Microsoft's own addresses
    | 'wide-allow-list' // public, and wider than a /16
    | 'source-ports' // limited by source ports, which the attacker chooses
    | 'dead' // never matches, since others stand in front of it
    | 'not-understood';
  readonly rule: string;
  /** One sentence. */
  readonly says: string;
}

export interface Exposure {
  readonly verdict: Verdict;
  readonly kinds: readonly ExposureKind[];
  /** Public addresses that reach at least one host; what a service tag holds is not among them. */
  readonly sources: AddressSet;
  /** How many of them are IPv4, and their share (0 to 1) of all public IPv4 addresses. */
  readonly publicIpv4Addresses: number;
  readonly publicIpv4Share: number;
  /** Share (0 to 1) of 2000::/3. */
  readonly publicIpv6Share: number;
  /** Of the hosts that are known: how many more than an allow-list reaches. */
  readonly hosts?: number;
  /** The rules that let public addresses in, in the order of evaluation. */
  readonly rules: readonly SecurityRule[];
  /**
   * Allows for the port whose public sources earlier rules took, wholly or in part, and which rules did; and Denies of whose
   * public sources nobody is kept out, with the allows by which they get in.
   */
  readonly shadowed: readonly {
    readonly rule: SecurityRule;
    readonly by: readonly SecurityRule[];
    readonly wholly: boolean;
  }[];
  readonly remarks: readonly RuleRemark[];
  /** One sentence, of `unknown`. */
  readonly because?: string;
}

import type { Nsg } from './facts.ts';
import type { ExposureContext, Thresholds } from './net/exposure.ts';
import type { NetworkRules } from './net/forced-in.ts';

/** What was read of one network security group, normalised, once, before anything about it is planned. */
export interface NsgFacts {
  readonly nsg: Nsg;
  /** Azure's unique id of this very group: another one after a re-creation under the same name. '' where Azure tells none. */
  readonly guid: string;
  readonly subscriptionId: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Resource ids of what it guards. */
  readonly subnetIds: readonly string[];
  readonly interfaceIds: readonly string[];
  /** Names of the rules in it that prove to be Deny rules of this installation's; who has the key of the seals tells. */
  readonly ownRules: readonly string[];
  /** From how many addresses on the operator calls it exposed. */
  readonly thresholds: Thresholds;
  /** What is known of the hosts and networks behind it; left out: nothing, and any private address may be one. */
  readonly around?: Pick<ExposureContext, 'hosts' | 'vnetPrefixes' | 'routePrefixes'>;
  /** Virtual Network Manager's rules of the networks behind it, which decide before it does; left out: none are known. */
  readonly adminRules?: readonly NetworkRules[];
  /** Why the networks behind it, their routes and admin rules are not all known, one sentence each; left out: they are. */
  readonly unread?: readonly string[];
}

/** As Azure tells it: which rules are the bot's own, and what the operator decided, is not told there. */
export type NsgAsRead = Omit<NsgFacts, 'ownRules' | 'thresholds'>;

/** Whether a resource id is that of a network security group. */
export function isNsgId(id: string): boolean {
  return /\/networkSecurityGroups\/[^/]+\/?$/i.test(id);
}

import type { AdminRules, JitRequest, Unreadable } from '../facts.ts';
import type { UnreadSubscription } from './audit-run.ts';

/** The kinds of resources that an audit looks at, in the order in which it needs them. */
export const inventoryTypes = [
  'microsoft.network/routetables',
  'microsoft.network/networkmanagers',
  'microsoft.network/virtualnetworks',
  'microsoft.network/networksecuritygroups',
  'microsoft.network/networkinterfaces',
  'microsoft.network/publicipaddresses',
  'microsoft.network/loadbalancers',
  'microsoft.compute/virtualmachines',
] as const;

export type InventoryType = (typeof inventoryTypes)[number];

/**
 * A resource in Resource Manager's shape, as Resource Graph's rows, lists and GET have it: `{id, name, location, tags, sku,
 * properties}`. Whatever is looked at in it has to be checked: it comes from outside. A VM's power state is at
 * `properties.extended.instanceView.powerState.code` or `properties.instanceView.statuses`, where Azure tells it.
 */
export interface ArmResource {
  readonly id: string;
  readonly name?: string;
  readonly location?: string;
  readonly tags?: unknown;
  readonly sku?: unknown;
  readonly properties?: unknown;
}

export function isUnreadable(value: ArmResource | Unreadable): value is Unreadable {
  return 'kind' in value && value.kind === 'unreadable';
}

/** Where an audit reads from: Azure, or a file. Pages are read one at a time, and nothing is kept of those before. */
export interface Inventory {
  /**
   * All resources of one type, page by page. What cannot be read is not thrown but told at the end by `subscriptions`;
   * the rest goes on.
   */
  pages(type: InventoryType): AsyncIterable<readonly ArmResource[]>;
  /** One resource as it is at this moment, in Resource Manager's shape; undefined: it is gone. */
  get(id: string): Promise<ArmResource | Unreadable | undefined>;
  /** Whether Virtual Network Manager may be in use: where it is not, no network has admin rules. */
  mayHaveAdminRules(): Promise<boolean>;
  /** Virtual Network Manager's admin rules of one virtual network. */
  adminRules(vnetId: string): Promise<AdminRules | Unreadable>;
  /** What somebody asked Microsoft Defender to open for a while in one subscription; undefined: nothing is known of it here. */
  jitRequests(subscriptionId: string): Promise<readonly JitRequest[] | Unreadable | undefined>;
  /** As far as pages were read: the subscriptions that answered for every type, and those that did not. */
  subscriptions(): Promise<{
    readonly answered: readonly { readonly id: string; readonly name?: string }[];
    readonly unread: readonly UnreadSubscription[];
    /** Read by the audit before, and there no more. */
    readonly gone?: readonly { readonly id: string; readonly name?: string }[];
    /** Sentences: what could not be read in those that answered, and the rest can be judged without. */
    readonly besides?: readonly string[];
  }>;
}

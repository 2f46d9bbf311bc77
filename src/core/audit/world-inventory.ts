import { adminRulesFromArm } from './arm/admin-rules-from-arm.ts';
import { objectOf, propertiesOf, textOf } from './arm/object.ts';
import { typeOf } from './file/type-of.ts';
import type { ArmResource, Inventory } from './inventory.ts';
import { withBacklinks } from './world-backlinks.ts';
import { withForwardLinks } from './world-forward-links.ts';

const pageSize = 1000;

/**
 * An inventory over resources in memory, as a world file of the sandbox or an export has them: a network's admin rules are
 * at `properties.effectiveSecurityAdminRules`, and references may be given from one side only. What is no resource is
 * passed over.
 *
 * @param resources in Resource Manager's shape, or flattened
 * @param subscriptions `{subscriptionId, displayName}`; those that only resources tell of answer as well
 */
export function worldInventory(resources: readonly unknown[], subscriptions: readonly unknown[] = []): Inventory {
  const held = withBacklinks(withForwardLinks(resources.filter(isResource)));
  const byId = new Map(held.map((each) => [each.id.toLowerCase(), each]));
  const byType = Map.groupBy(byId.values(), (each) => typeOf({ ...each }));
  return {
    async *pages(type) {
      const all = byType.get(type) ?? [];
      for (let at = 0; at < all.length; at += pageSize) yield all.slice(at, at + pageSize);
    },
    get: async (id) => byId.get(id.toLowerCase()),
    // Asking costs nothing here.
    mayHaveAdminRules: async () => true,
    adminRules: async (vnetId) => {
      const network = byId.get(vnetId.toLowerCase());
      const rules = network === undefined ? [] : propertiesOf({ ...network }).effectiveSecurityAdminRules;
      return adminRulesFromArm(rules, vnetId);
    },
    // How old a file is nobody knows, so that it cannot tell what is over.
    jitRequests: async () => undefined,
    subscriptions: async () => ({ answered: subscriptionsIn(subscriptions, held), unread: [] }),
  };
}

function isResource(value: unknown): value is ArmResource {
  return textOf(objectOf(value)?.id)?.startsWith('/') === true;
}

function subscriptionsIn(given: readonly unknown[], resources: readonly ArmResource[]) {
  const found = new Map<string, { readonly id: string; readonly name?: string }>();
  for (const each of given) {
    const id = textOf(objectOf(each)?.subscriptionId);
    const name = textOf(objectOf(each)?.displayName);
    if (id !== undefined) found.set(id.toLowerCase(), name === undefined ? { id } : { id, name });
  }
  for (const { id: resourceId } of resources) {
    const id = /^\/subscriptions\/([^/]+)/i.exec(resourceId)?.[1];
    if (id !== undefined && !found.has(id.toLowerCase())) found.set(id.toLowerCase(), { id });
  }
  return [...found.values()];
}

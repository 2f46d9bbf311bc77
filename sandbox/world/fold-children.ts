import { parseResourceId } from './resource-id.ts';
import type { ResourceInput } from './schema.ts';

/** Children that GET shows inside their parent, by the last part of their type. */
const collections = new Map([
  ['microsoft.network/networksecuritygroups/securityrules', 'securityRules'],
  ['microsoft.network/virtualnetworks/subnets', 'subnets'],
  ['microsoft.network/virtualnetworks/virtualnetworkpeerings', 'virtualNetworkPeerings'],
  ['microsoft.network/loadbalancers/inboundnatrules', 'inboundNatRules'],
  ['microsoft.network/loadbalancers/backendaddresspools', 'backendAddressPools'],
]);

/**
 * Puts rules, subnets and the like that a world lists as resources of their own into their parents, where everything
 * looks for them. One that its parent has already, or that has no parent, stays where it is and is ignored.
 */
export function foldChildren(resources: readonly ResourceInput[]): readonly ResourceInput[] {
  const children = resources.filter((each) => collections.has(typeOf(each)));
  if (children.length === 0) return resources;
  const parents = new Map(resources.map((each) => [each.id.toLowerCase(), each]));
  const folded = new Set<ResourceInput>();
  for (const child of children) {
    const parentKey = child.id.split('/').slice(0, -2).join('/').toLowerCase();
    const parent = parents.get(parentKey);
    const collection = collections.get(typeOf(child));
    if (parent === undefined || collection === undefined) continue;
    const siblings = (parent.properties[collection] ?? []) as readonly { readonly name?: unknown }[];
    const name = child.name ?? parseResourceId(child.id).name;
    if (siblings.some((each) => String(each.name).toLowerCase() === name.toLowerCase())) continue;
    const { id, properties } = child;
    const grown = [...siblings, { id, name, properties }];
    parents.set(parentKey, { ...parent, properties: { ...parent.properties, [collection]: grown } });
    folded.add(child);
  }
  return resources.filter((each) => !folded.has(each)).map((each) => parents.get(each.id.toLowerCase()) ?? each);
}

function typeOf(resource: ResourceInput): string {
  return parseResourceId(resource.id).type.toLowerCase();
}

import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import { withCommonFields } from './common-fields.ts';
import { etagOf } from './etag.ts';
import { joined } from './interface-body.ts';
import { asObject, asObjects, type JsonObject, stubs } from './json.ts';
import { childId, idsAt, referencesOf } from './references.ts';

const collections = [
  'frontendIPConfigurations',
  'backendAddressPools',
  'loadBalancingRules',
  'probes',
  'inboundNatRules',
  'outboundRules',
  'inboundNatPools',
] as const;

export function loadBalancerBody(world: World, balancer: Resource): JsonObject {
  const children = collections.map((collection) => [collection, childBodies(world, balancer, collection)]);
  return withCommonFields(balancer, { ...balancer.properties, ...Object.fromEntries(children) });
}

/** The children of a load balancer; NAT rules and pools also name the ipConfigurations that only the NICs tell of. */
export function childBodies(
  world: World,
  balancer: Resource,
  collection: (typeof collections)[number],
): readonly JsonObject[] {
  return asObjects(balancer.properties[collection]).map((child) => {
    const id = childId(balancer.id, collection, child);
    const properties = asObject(child.properties);
    return {
      ...child,
      id,
      etag: etagOf(balancer),
      type: `Microsoft.Network/loadBalancers/${collection}`,
      properties: { provisioningState: 'Succeeded', ...properties, ...targets(world, collection, id, properties) },
    };
  });
}

function targets(world: World, collection: string, id: string, properties: JsonObject): JsonObject {
  const references = referencesOf(world);
  if (collection === 'inboundNatRules' && properties.backendIPConfiguration === undefined) {
    const [target] = idsAt(references.ipConfigurationsOfNatRule, id);
    return target === undefined ? {} : { backendIPConfiguration: { id: target } };
  }
  if (collection !== 'backendAddressPools') return {};
  const members = joined(properties.backendIPConfigurations, idsAt(references.ipConfigurationsOfPool, id));
  return members.length === 0 ? {} : { backendIPConfigurations: stubs(members) };
}

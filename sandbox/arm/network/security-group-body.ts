import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import { withCommonFields } from './common-fields.ts';
import { withDefaultRules } from './default-rules.ts';
import { etagOf } from './etag.ts';
import { asObject, asObjects, asStrings, type JsonObject, referencedId, stubs } from './json.ts';
import { idsAt, referencesOf } from './references.ts';

const type = 'Microsoft.Network/networkSecurityGroups';

export type RuleCollection = 'securityRules' | 'defaultSecurityRules';

export function securityGroupBody(world: World, nsg: Resource): JsonObject {
  const { networkInterfaces, subnets, ...properties } = nsg.properties;
  const references = referencesOf(world);
  const nics = withUnknown(world, idsAt(references.nicsOfNsg, nsg.id), networkInterfaces);
  const nets = withUnknown(world, idsAt(references.subnetsOfNsg, nsg.id), subnets);
  return withCommonFields(nsg, {
    ...properties,
    securityRules: ruleBodies(nsg, 'securityRules'),
    defaultSecurityRules: ruleBodies(nsg, 'defaultSecurityRules'),
    ...(nics.length > 0 && { networkInterfaces: stubs(nics) }),
    ...(nets.length > 0 && { subnets: stubs(nets) }),
  });
}

/** The rules of a group, custom or default, each with the group's etag. */
export function ruleBodies(nsg: Resource, collection: RuleCollection): readonly JsonObject[] {
  const given = nsg.properties[collection];
  const rules = collection === 'securityRules' ? asObjects(given) : withDefaultRules(given);
  return rules.map((rule) => ruleBody(nsg, collection, rule));
}

function ruleBody(nsg: Resource, collection: RuleCollection, rule: JsonObject): JsonObject {
  const properties = asObject(rule.properties);
  return {
    ...rule,
    name: rule.name,
    id: rule.id ?? `${nsg.id}/${collection}/${String(rule.name)}`,
    etag: etagOf(nsg),
    type: `${type}/${collection}`,
    properties: {
      provisioningState: 'Succeeded',
      ...properties,
      sourcePortRanges: asStrings(properties.sourcePortRanges),
      destinationPortRanges: asStrings(properties.destinationPortRanges),
      sourceAddressPrefixes: asStrings(properties.sourceAddressPrefixes),
      destinationAddressPrefixes: asStrings(properties.destinationAddressPrefixes),
    },
  };
}

/**
 * What really refers to a resource, and behind it what its file names but this world does not hold: a scale set's
 * network interfaces, say.
 */
export function withUnknown(world: World, derived: readonly string[], given: unknown): readonly string[] {
  const named = asObjects(given).map(referencedId);
  return [...derived, ...named.filter((id) => id !== undefined && !isHeld(world, id))] as string[];
}

function isHeld(world: World, id: string): boolean {
  return world.get(id) !== undefined || world.get(ownerOf(id)) !== undefined;
}

/** The top-level resource that a child's id is in: the id without its last pair. */
function ownerOf(childId: string): string {
  return childId.split('/').slice(0, -2).join('/');
}

import { parseResourceId } from '../../world/resource-id.ts';
import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import { withCommonFields } from './common-fields.ts';
import { interfaceBody } from './interface-body.ts';
import type { JsonObject } from './json.ts';
import { loadBalancerBody } from './load-balancer-body.ts';
import { publicAddressBody } from './public-address-body.ts';
import { routeTableBody } from './route-table-body.ts';
import { securityGroupBody } from './security-group-body.ts';
import { virtualNetworkBody } from './virtual-network-body.ts';

const bodies: Readonly<Record<string, (world: World, resource: Resource) => JsonObject>> = {
  'microsoft.network/networkinterfaces': interfaceBody,
  'microsoft.network/publicipaddresses': publicAddressBody,
  'microsoft.network/networksecuritygroups': securityGroupBody,
  'microsoft.network/routetables': routeTableBody,
  'microsoft.network/virtualnetworks': virtualNetworkBody,
  'microsoft.network/loadbalancers': loadBalancerBody,
};

/** A network resource as GET shows it: references from the other side, default rules, etags and states filled in. */
export function bodyOf(world: World, resource: Resource): JsonObject {
  const body = bodies[parseResourceId(resource.id).type.toLowerCase()];
  return body === undefined ? withCommonFields(resource, resource.properties) : body(world, resource);
}

import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import { withCommonFields } from './common-fields.ts';
import { etagOf } from './etag.ts';
import { asObject, asObjects, type JsonObject, stubs } from './json.ts';
import { childId, idsAt, referencesOf } from './references.ts';
import { withUnknown } from './security-group-body.ts';

export function routeTableBody(world: World, table: Resource): JsonObject {
  const { routes, subnets, ...properties } = table.properties;
  const users = withUnknown(world, idsAt(referencesOf(world).subnetsOfRouteTable, table.id), subnets);
  return withCommonFields(table, {
    disableBgpRoutePropagation: false,
    ...properties,
    routes: asObjects(routes).map((route) => ({
      ...route,
      id: childId(table.id, 'routes', route),
      etag: etagOf(table),
      type: 'Microsoft.Network/routeTables/routes',
      properties: { provisioningState: 'Succeeded', hasBgpOverride: false, ...asObject(route.properties) },
    })),
    ...(users.length > 0 && { subnets: stubs(users) }),
  });
}

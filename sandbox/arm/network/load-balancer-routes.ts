import { page } from '../page.ts';
import type { ArmRoute } from '../route.ts';
import { collectionRoutes, groupPath, requireResource } from './collection-routes.ts';
import { type JsonObject, sameId } from './json.ts';
import { childBodies } from './load-balancer-body.ts';
import { childNotFound } from './not-found.ts';

const type = 'loadBalancers';
const base = `${groupPath}/providers/Microsoft.Network/${type}/{name}`;

/** Load balancers, and those of their children that can be read by themselves. */
export const loadBalancerRoutes: readonly ArmRoute[] = [
  ...collectionRoutes(type),
  ...childRoutes('inboundNatRules'),
  ...childRoutes('loadBalancingRules'),
  ...childRoutes('backendAddressPools'),
  ...childRoutes('frontendIPConfigurations'),
];

function childRoutes(collection: Parameters<typeof childBodies>[2]): readonly ArmRoute[] {
  const action = `Microsoft.Network/${type}/${collection}/read`;
  return [
    {
      method: 'GET',
      path: `${base}/${collection}`,
      action,
      handle(request, { world, pageSize }) {
        const children = childBodies(world, requireResource(world, request, type, request.params.name), collection);
        return { status: 200, body: page(children as readonly (JsonObject & { id: string })[], request, pageSize) };
      },
    },
    {
      method: 'GET',
      path: `${base}/${collection}/{child}`,
      action,
      handle(request, { world }) {
        const balancer = requireResource(world, request, type, request.params.name);
        const children = childBodies(world, balancer, collection);
        const body = children.find((child) => sameId(String(child.name), request.params.child));
        if (body === undefined) throw childNotFound(`${balancer.id}/${collection}/${request.params.child}`);
        return { status: 200, headers: { ETag: String(body.etag) }, body };
      },
    },
  ];
}

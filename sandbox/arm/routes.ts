import { computeRoutes } from './compute/routes.ts';
import { insightsRoutes } from './insights/routes.ts';
import { lockRoutes } from './locks/routes.ts';
import { networkRoutes } from './network/routes.ts';
import type { OperationStore } from './operations/operation-store.ts';
import { operationRoutes } from './operations/routes.ts';
import { resourceGraphRoutes } from './resource-graph/routes.ts';
import type { ResourceGroups } from './resource-groups.ts';
import { providerRoutes } from './resources/provider-routes.ts';
import { resourceRoutes } from './resources/resource-routes.ts';
import { subscriptionRoutes } from './resources/subscription-routes.ts';
import type { ArmRoute } from './route.ts';
import { securityRoutes } from './security/routes.ts';

/** Everything that the pretend Resource Manager answers. */
export function armRoutes(groups: ResourceGroups, operations: OperationStore): readonly ArmRoute[] {
  return [
    ...subscriptionRoutes,
    ...providerRoutes,
    ...resourceRoutes(groups),
    ...lockRoutes,
    ...computeRoutes,
    ...securityRoutes,
    ...networkRoutes,
    ...insightsRoutes,
    ...resourceGraphRoutes,
    ...operationRoutes(operations),
  ];
}

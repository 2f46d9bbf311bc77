import type { ArmRoute } from '../route.ts';
import { collectionRoutes } from './collection-routes.ts';
import { interfaceRoutes } from './interface-routes.ts';
import { loadBalancerRoutes } from './load-balancer-routes.ts';
import { publicAddressRoutes } from './public-address-routes.ts';
import { securityGroupRoutes } from './security-group-routes.ts';
import { securityRuleRoutes } from './security-rule-routes.ts';
import { subnetRoutes } from './subnet-routes.ts';
import { virtualNetworkRoutes } from './virtual-network-routes.ts';

/** Microsoft.Network, as far as the sandbox speaks it. */
export const networkRoutes: readonly ArmRoute[] = [
  ...interfaceRoutes,
  ...publicAddressRoutes,
  ...securityGroupRoutes,
  ...securityRuleRoutes,
  ...virtualNetworkRoutes,
  ...subnetRoutes,
  ...loadBalancerRoutes,
  ...collectionRoutes('routeTables'),
  ...collectionRoutes('networkManagers'),
];

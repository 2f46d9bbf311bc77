import type { ArmRoute } from '../route.ts';
import { adminRulesOf } from './admin-rules.ts';
import { collectionRoutes, groupPath, requireResource } from './collection-routes.ts';
import { asObject } from './json.ts';

const type = 'virtualNetworks';
const base = `${groupPath}/providers/Microsoft.Network/${type}/{name}`;
const pageSize = 100;

export const virtualNetworkRoutes: readonly ArmRoute[] = [
  ...collectionRoutes(type),
  {
    method: 'POST',
    path: `${base}/listNetworkManagerEffectiveSecurityAdminRules`,
    action: `Microsoft.Network/${type}/listNetworkManagerEffectiveSecurityAdminRules/action`,
    asksOnly: true,
    handle(request, { world }) {
      const rules = adminRulesOf(requireResource(world, request, type, request.params.name));
      const { skipToken } = asObject(request.body);
      const start = /^\d+$/.test(String(skipToken)) ? Number(skipToken) : 0;
      const end = start + pageSize;
      const more = end < rules.length && { skipToken: String(end) };
      return { status: 200, body: { value: rules.slice(start, end), ...more } };
    },
  },
];

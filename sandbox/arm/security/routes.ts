import { type ArmContext, type ArmReply, type ArmRequest, type ArmRoute, resourceNotFound } from '../route.ts';
import { initiate } from './initiate.ts';

const policyType = 'Microsoft.Security/locations/jitNetworkAccessPolicies';

const group = '/subscriptions/{sub}/resourceGroups/{rg}';
const inLocation = 'providers/Microsoft.Security/locations/{location}/jitNetworkAccessPolicies';
const read = `${policyType}/read`;

/** Microsoft Defender's just-in-time access. https://learn.microsoft.com/rest/api/defenderforcloud/jit-network-access-policies */
export const securityRoutes: readonly ArmRoute[] = [
  {
    method: 'GET',
    path: '/subscriptions/{sub}/providers/Microsoft.Security/jitNetworkAccessPolicies',
    action: read,
    handle: list,
  },
  { method: 'GET', path: `${group}/providers/Microsoft.Security/jitNetworkAccessPolicies`, action: read, handle: list },
  { method: 'GET', path: `/subscriptions/{sub}/${inLocation}`, action: read, handle: list },
  { method: 'GET', path: `${group}/${inLocation}`, action: read, handle: list },
  {
    method: 'GET',
    path: `${group}/${inLocation}/{policy}`,
    action: read,
    handle: (request, context) => ({ status: 200, body: policyOf(request, context) }),
  },
  {
    method: 'POST',
    path: `${group}/${inLocation}/{policy}/initiate`,
    action: `${policyType}/initiate/action`,
    handle: (request, context) => initiate(policyOf(request, context), request, context),
  },
];

function list({ params }: ArmRequest, { world, mayRead }: ArmContext): ArmReply {
  const { sub = '', rg, location } = params;
  const prefix = `/subscriptions/${sub}/${rg === undefined ? '' : `resourceGroups/${rg}/`}`.toLowerCase();
  const middle = location === undefined ? '/' : `/locations/${location}/`.toLowerCase();
  const value = world
    .list(policyType)
    .filter(({ id }) => id.toLowerCase().startsWith(prefix) && id.toLowerCase().includes(middle) && mayRead(id, read));
  return { status: 200, body: { value } };
}

function policyOf({ params }: ArmRequest, { world }: ArmContext) {
  const { sub, rg = '', location, policy = '' } = params;
  const scope = `/subscriptions/${sub}/resourceGroups/${rg}/providers/Microsoft.Security/locations/${location}`;
  const found = world.get(`${scope}/jitNetworkAccessPolicies/${policy}`);
  if (found === undefined) throw resourceNotFound(policyType, `${location}/${policy}`, rg);
  return found;
}

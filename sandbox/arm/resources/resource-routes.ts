import { parseResourceId } from '../../world/resource-id.ts';
import { upperGroup } from '../compute/upper-group.ts';
import { lockType } from '../locks/enforce-locks.ts';
import { page } from '../page.ts';
import type { ResourceGroups } from '../resource-groups.ts';
import { type ArmContext, ArmFailure, type ArmReply, type ArmRequest, type ArmRoute, type Resource } from '../route.ts';
import { parseResourceFilter } from './resource-filter.ts';

const readGroup = 'Microsoft.Resources/subscriptions/resourceGroups/read';
const listResources = 'Microsoft.Resources/subscriptions/resources/read';

/** Groups themselves, and what is attached to resources rather than being one. */
const notListed = ['', lockType.toLowerCase()];

/** Resource groups, and lists of resources of any type. */
export function resourceRoutes(groups: ResourceGroups): readonly ArmRoute[] {
  return [
    {
      method: 'GET',
      path: '/subscriptions/{sub}/resourceGroups',
      action: readGroup,
      handle: (request, { pageSize, mayRead }) => ({
        status: 200,
        body: page(
          groups.list(request.params.sub ?? '').filter(({ id }) => mayRead(id, readGroup)),
          request,
          pageSize,
        ),
      }),
    },
    { method: 'GET', path: '/subscriptions/{sub}/resourceGroups/{rg}', action: readGroup, handle: getGroup },
    {
      method: 'HEAD',
      path: '/subscriptions/{sub}/resourceGroups/{rg}',
      action: readGroup,
      handle: () => ({ status: 204 }),
    },
    { method: 'GET', path: '/subscriptions/{sub}/resources', action: listResources, handle: list },
    {
      method: 'GET',
      path: '/subscriptions/{sub}/resourceGroups/{rg}/resources',
      action: 'Microsoft.Resources/subscriptions/resourceGroups/resources/read',
      handle: list,
    },
  ];

  function getGroup({ params }: ArmRequest): ArmReply {
    const found = groups.get(params.sub ?? '', params.rg ?? '');
    if (found !== undefined) return { status: 200, body: found };
    throw new ArmFailure(404, 'ResourceGroupNotFound', `Resource group '${params.rg}' could not be found.`);
  }
}

function list(request: ArmRequest, { world, pageSize, mayRead }: ArmContext): ArmReply {
  const { sub = '', rg } = request.params;
  const prefix = `/subscriptions/${sub}/${rg === undefined ? '' : `resourceGroups/${rg}/`}`.toLowerCase();
  const wanted = parseResourceFilter(request.query('$filter'));
  const items = [...world.all()].filter(
    (each) =>
      each.id.toLowerCase().startsWith(prefix) &&
      !notListed.includes(parseResourceId(each.id).type.toLowerCase()) &&
      wanted(each) &&
      mayRead(each.id, `${each.type}/read`),
  );
  const { value, ...next } = page(items, request, pageSize);
  return { status: 200, body: { value: value.map(resourceView), ...next } };
}

/** Lists of resources carry the envelope only. */
function resourceView({ id, name, type, location, tags, sku, kind, zones, identity }: Resource) {
  const compute = type.toLowerCase().startsWith('microsoft.compute/');
  return { id: compute ? upperGroup(id) : id, name, type, location, tags, sku, kind, zones, identity };
}

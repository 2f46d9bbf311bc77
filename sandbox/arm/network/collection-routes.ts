import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import { page } from '../page.ts';
import { type ArmContext, type ArmReply, type ArmRequest, type ArmRoute, resourceNotFound } from '../route.ts';
import { bodyOf } from './body-of.ts';
import { expand } from './expand.ts';
import { current } from './pending-writes.ts';
import { perVersion } from './per-version.ts';

export const groupPath = '/subscriptions/{sub}/resourceGroups/{rg}';

/** `GET` of one, of a resource group's and of a subscription's resources of one type of Microsoft.Network. */
export function collectionRoutes(type: string): readonly ArmRoute[] {
  const whole = `Microsoft.Network/${type}`;
  const action = `${whole}/read`;
  return [
    {
      method: 'GET',
      path: `${groupPath}/providers/${whole}/{name}`,
      action,
      handle(request, { world }) {
        const resource = requireResource(world, request, type, request.params.name);
        const body = expand(world, bodyOf(world, resource), request.query('$expand'));
        return { status: 200, headers: { ETag: String(body.etag) }, body };
      },
    },
    {
      method: 'GET',
      path: `${groupPath}/providers/${whole}`,
      action,
      handle: (request, context) =>
        listReply(request, context, action, `${groupOf(request)}/`.toLowerCase(), whole.toLowerCase()),
    },
    {
      method: 'GET',
      path: `/subscriptions/{sub}/providers/${whole}`,
      action,
      handle: (request, context) =>
        listReply(request, context, action, `/subscriptions/${request.params.sub}/`.toLowerCase(), whole.toLowerCase()),
    },
  ];
}

/** The id of a top-level network resource in the group that the request names. */
export function idIn(request: ArmRequest, type: string, name: string | undefined): string {
  return `${groupOf(request)}/providers/Microsoft.Network/${type}/${name}`;
}

/** @throws ArmFailure 404 ResourceNotFound */
export function requireResource(world: World, request: ArmRequest, type: string, name: string | undefined): Resource {
  const resource = current(world, idIn(request, type, name));
  if (resource !== undefined) return resource;
  throw resourceNotFound(`Microsoft.Network/${type}`, name ?? '', request.params.rg ?? '');
}

function groupOf({ params }: ArmRequest): string {
  return `/subscriptions/${params.sub}/resourceGroups/${params.rg}`;
}

const listsOf = perVersion(() => new Map<string, readonly Resource[]>());

function listReply(
  request: ArmRequest,
  { world, pageSize, mayRead }: ArmContext,
  action: string,
  prefix: string,
  type: string,
): ArmReply {
  const lists = listsOf(world);
  const key = `${prefix} ${type}`;
  const all = lists.get(key) ?? world.list(type).filter(({ id }) => id.toLowerCase().startsWith(prefix));
  lists.set(key, all);
  const readable = all.filter(({ id }) => mayRead(id, action));
  const { value, ...rest } = page(readable, request, pageSize);
  return { status: 200, body: { value: value.map((each) => bodyOf(world, current(world, each.id) ?? each)), ...rest } };
}

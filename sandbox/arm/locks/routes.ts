import type { World } from '../../world/world.ts';
import {
  type ArmContext,
  ArmFailure,
  type ArmReply,
  type ArmRequest,
  type ArmRoute,
  resourceNotFound,
} from '../route.ts';
import { lockType } from './enforce-locks.ts';

const locks = '/providers/Microsoft.Authorization/locks';
const group = '/subscriptions/{sub}/resourceGroups/{rg}';
const resource = `${group}/providers/{namespace}/{type}/{name}`;
const scopes = ['/subscriptions/{sub}', group, resource, `${resource}/{childType}/{child}`];

/** Locks on subscriptions, resource groups, resources and their children. */
export const lockRoutes: readonly ArmRoute[] = scopes.flatMap((scope): readonly ArmRoute[] => [
  { method: 'GET', path: `${scope}${locks}`, action: `${lockType}/read`, handle: list },
  { method: 'GET', path: `${scope}${locks}/{lock}`, action: `${lockType}/read`, handle: get },
  { method: 'PUT', path: `${scope}${locks}/{lock}`, action: `${lockType}/write`, handle: put },
  { method: 'DELETE', path: `${scope}${locks}/{lock}`, action: `${lockType}/delete`, handle: remove },
]);

/** Those at the scope and below it; `$filter=atScope()` leaves out what is below. */
function list(request: ArmRequest, { world }: ArmContext): ArmReply {
  const prefix = request.path.slice(0, request.path.toLowerCase().lastIndexOf(locks.toLowerCase())).toLowerCase();
  const atScope = request.query('$filter')?.toLowerCase() === 'atscope()';
  const value = world.list(lockType).filter(({ id }) => {
    const scope = id.slice(0, id.toLowerCase().lastIndexOf(locks.toLowerCase())).toLowerCase();
    return scope === prefix || (atScope ? prefix : scope).startsWith(`${atScope ? scope : prefix}/`);
  });
  return { status: 200, body: { value } };
}

function get(request: ArmRequest, { world }: ArmContext): ArmReply {
  const found = world.get(request.path);
  if (found !== undefined) return { status: 200, body: found };
  throw new ArmFailure(404, 'LockNotFound', `The lock '${request.params.lock}' could not be found.`);
}

function put(request: ArmRequest, { world }: ArmContext): ArmReply {
  const body = request.body as { properties?: { level?: unknown } } | undefined;
  const level = body?.properties?.level;
  if (level !== 'CanNotDelete' && level !== 'ReadOnly') {
    throw new ArmFailure(400, 'LockLevelInvalid', `The lock level '${String(level)}' is invalid.`);
  }
  const existing = world.get(request.path);
  requireResource(world, request);
  const properties = { ...body?.properties, level };
  const lock = world.put({ ...existing, id: existing?.id ?? request.path, type: lockType, properties });
  return { status: existing === undefined ? 201 : 200, body: lock };
}

/** @throws ArmFailure 404 when there is no such resource to lock; of a child, its parent must be there */
function requireResource(world: World, { params, path }: ArmRequest): void {
  const { rg = '', namespace, type, name, child } = params;
  if (name === undefined) return;
  const scope = path.slice(0, path.toLowerCase().lastIndexOf(locks.toLowerCase()));
  const owner = child === undefined ? scope : scope.split('/').slice(0, -2).join('/');
  if (world.get(owner) === undefined) throw resourceNotFound(`${namespace}/${type}`, name, rg);
}

function remove(request: ArmRequest, { world }: ArmContext): ArmReply {
  return { status: world.delete(request.path) ? 200 : 204 };
}

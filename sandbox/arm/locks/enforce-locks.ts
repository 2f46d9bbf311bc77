import type { World } from '../../world/world.ts';
import { ArmFailure, type ArmRequest } from '../route.ts';

export const lockType = 'Microsoft.Authorization/locks';
const lockPath = '/providers/microsoft.authorization/locks/';

/**
 * Refuses what a lock forbids: CanNotDelete refuses DELETE; ReadOnly refuses writes and POST actions as well.
 * https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources
 * @param id the resource that is acted on, or the scope of a list
 * @throws ArmFailure 409 ScopeLocked
 */
export function enforceLocks(world: World, method: ArmRequest['method'], id: string): void {
  if (method === 'GET' || method === 'HEAD') return;
  const scope = id.toLowerCase();
  if (`${scope}/`.includes(lockPath)) return;
  const locked = world
    .list(lockType)
    .filter((lock) => method === 'DELETE' || lock.properties.level === 'ReadOnly')
    .map((lock) => lock.id.slice(0, lock.id.toLowerCase().lastIndexOf(lockPath)))
    .filter((each) => covers(each, scope) || (method === 'DELETE' && covers(scope, each)));
  if (locked.length === 0) return;
  const verb = method === 'DELETE' ? 'delete' : 'write';
  throw new ArmFailure(
    409,
    'ScopeLocked',
    `The scope '${id}' cannot perform ${verb} operation because following scope(s) are locked: '${locked.join(',')}'. Please remove the lock and try again.`,
  );
}

function covers(outer: string, inner: string): boolean {
  return `${inner.toLowerCase()}/`.startsWith(`${outer.toLowerCase()}/`);
}

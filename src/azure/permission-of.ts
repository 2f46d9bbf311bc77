const verbs = { GET: 'read', PUT: 'write', DELETE: 'delete' } as const;

/**
 * The permission that a request needs, spelled as its path: provider and types, and what is done to them. Azure names it
 * in most refusals; this is for those in which it does not.
 * https://learn.microsoft.com/azure/role-based-access-control/resource-provider-operations
 */
export function permissionOf(method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string): string {
  const [, provider = '', rest = ''] = /^.*\/providers\/([^/]+)\/(.*)$/i.exec(path) ?? [];
  if (provider === '') return `Microsoft.Resources/subscriptions/${method === 'GET' ? 'read' : 'resourceGroups/write'}`;
  const parts = rest.split('/').filter((part) => part !== '');
  const types = [provider, ...parts.filter((_, index) => index % 2 === 0)].join('/');
  return method === 'POST' ? `${types}/action` : `${types}/${verbs[method]}`;
}

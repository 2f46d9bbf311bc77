import type { ArmRequest } from './route.ts';

interface Page<Item> {
  readonly value: readonly Item[];
  readonly nextLink?: string;
}

/** One page of a list; its nextLink is absolute and must be followed as it is. */
export function page<Item extends { readonly id: string }>(
  items: readonly Item[],
  request: ArmRequest,
  pageSize: number,
): Page<Item> {
  const token = request.query('$skiptoken');
  const lastId = token === undefined ? undefined : Buffer.from(token, 'base64url').toString('utf8').toLowerCase();
  const start = lastId === undefined ? 0 : items.findIndex((item) => item.id.toLowerCase() === lastId) + 1;
  const value = items.slice(start, start + pageSize);
  const last = value.at(-1);
  if (last === undefined || start + pageSize >= items.length) return { value };
  const next = new URL(request.path, request.baseUrl);
  for (const name of ['api-version', '$expand', '$filter', 'statusOnly']) {
    const given = request.query(name);
    if (given !== undefined) next.searchParams.set(name, given);
  }
  next.searchParams.set('$skiptoken', Buffer.from(last.id).toString('base64url'));
  return { value, nextLink: next.href };
}

import { ArmFailure, type ArmRequest } from './route.ts';

interface Page<Item> {
  readonly value: readonly Item[];
  readonly nextLink?: string;
}

/**
 * One page of a list; its nextLink is absolute and must be followed as it is.
 * @throws ArmFailure 400 for a skip token that was not given out here
 */
export function page<Item extends { readonly id: string }>(
  items: readonly Item[],
  request: ArmRequest,
  pageSize: number,
): Page<Item> {
  const start = startOf(items, request.query('$skiptoken'));
  const value = items.slice(start, start + pageSize);
  const last = value.at(-1);
  if (last === undefined || start + pageSize >= items.length) return { value };
  const next = new URL(request.path, request.baseUrl);
  for (const name of ['api-version', '$expand', '$filter', '$select', 'statusOnly']) {
    const given = request.query(name);
    if (given !== undefined) next.searchParams.set(name, given);
  }
  const token = Buffer.from(`${start + pageSize} ${last.id}`).toString('base64url');
  next.searchParams.set('$skiptoken', token);
  return { value, nextLink: next.href };
}

/** Behind the last item that was seen, wherever it is by now; where it was, if it is gone. */
function startOf(items: readonly { readonly id: string }[], token: string | undefined): number {
  if (token === undefined) return 0;
  const [, index, id] = /^(\d+) (.+)$/.exec(Buffer.from(token, 'base64url').toString('utf8')) ?? [];
  if (index === undefined || id === undefined) {
    throw new ArmFailure(400, 'InvalidSkipToken', `The skip token '${token}' is invalid.`);
  }
  const found = items.findIndex((item) => item.id.toLowerCase() === id.toLowerCase());
  return found < 0 ? Number(index) : found + 1;
}

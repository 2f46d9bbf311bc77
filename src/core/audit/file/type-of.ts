import { textOf } from '../arm/object.ts';

/** A resource's type in lower case: as it says, or as its id does, ".../providers/Microsoft.Network/virtualNetworks/x". '' where neither does. */
export function typeOf({ type, id }: Readonly<Record<string, unknown>>): string {
  const said = textOf(type)?.toLowerCase();
  if (said?.includes('/')) return said;
  const path = textOf(id) ?? '';
  const at = path.toLowerCase().lastIndexOf('/providers/');
  if (at < 0) return said ?? '';
  const [provider = '', ...parts] = path.slice(at).replace(/\/$/, '').split('/').slice(2);
  return [provider, ...parts.filter((_, place) => place % 2 === 0)].join('/').toLowerCase();
}

import type { Resource } from '../world/schema.ts';

/** Any JSON object of a resource. Fields are read one by one, because a world may come from anywhere. */
export type Raw = Readonly<Record<string, unknown>>;

export function objectAt(of: unknown, ...path: readonly string[]): Raw {
  let here: unknown = of;
  for (const key of path) here = isObject(here) ? here[key] : undefined;
  return isObject(here) ? here : {};
}

export function listAt(of: unknown, ...path: readonly string[]): readonly Raw[] {
  const list = objectAt(of, ...path.slice(0, -1))[path.at(-1) ?? ''];
  return Array.isArray(list) ? list.filter(isObject) : [];
}

export function textAt(of: unknown, ...path: readonly string[]): string {
  const value = objectAt(of, ...path.slice(0, -1))[path.at(-1) ?? ''];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The texts of a list field, or of nothing. */
export function textsAt(of: unknown, ...path: readonly string[]): readonly string[] {
  const list = objectAt(of, ...path.slice(0, -1))[path.at(-1) ?? ''];
  return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : [];
}

export function sameId(one: string, other: string): boolean {
  return one !== '' && one.toLowerCase() === other.toLowerCase();
}

/** The id of a resource or of one of its parts, which may lack the `id` that GET would return. */
export function partId(owner: Resource, list: string, part: Raw): string {
  return textAt(part, 'id') || `${owner.id}/${list}/${textAt(part, 'name')}`;
}

function isObject(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

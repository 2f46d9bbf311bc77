import type { Json } from './canonical-json.ts';

/**
 * The value that stands somewhere in a resource as Azure answers it. In a list of named things the name stands for the
 * index, in any case: Azure spells names in several.
 * @param at keys from the top
 */
export function valueAt(value: Json, at: readonly string[]): Json | undefined {
  const [key, ...rest] = at;
  if (key === undefined) return value;
  if (Array.isArray(value)) {
    const found = (value as readonly Json[]).find((each) => isNamed(valueAt(each, ['name']), key));
    return found === undefined ? undefined : valueAt(found, rest);
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const inside = (value as { readonly [key: string]: Json })[key];
  return inside === undefined ? undefined : valueAt(inside, rest);
}

/** The text that stands there; '' for anything else. */
export function textAt(value: Json, at: readonly string[]): string {
  const found = valueAt(value, at);
  return typeof found === 'string' ? found : '';
}

function isNamed(name: Json | undefined, key: string): boolean {
  return typeof name === 'string' && name.toLowerCase() === key.toLowerCase();
}

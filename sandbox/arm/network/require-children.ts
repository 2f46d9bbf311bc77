import { invalidJson } from './invalid-json.ts';
import { isObject, type JsonObject } from './json.ts';

/**
 * The named children that a resource is written with: rules, ipConfigurations.
 * @param path where they stand in the request: `properties.securityRules`
 * @throws ArmFailure 400 for what is no list of named objects
 */
export function requireChildren(value: unknown, path: string): readonly (JsonObject & { readonly name: string })[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw invalidJson(path, value);
  return value.map((child: unknown, index) => {
    if (!isObject(child)) throw invalidJson(`${path}[${index}]`, child);
    const { name } = child;
    if (typeof name !== 'string') throw invalidJson(`${path}[${index}].name`, name);
    return { ...child, name };
  });
}

import type { World } from '../../world/world.ts';
import { ArmFailure } from '../route.ts';
import { bodyOf } from './body-of.ts';
import { asObject, isObject, type JsonObject, referencedId, sameId } from './json.ts';
import { current } from './pending-writes.ts';

/**
 * Puts whole resources where `$expand` asks for them, as in `networkSecurityGroup,ipConfigurations/publicIPAddress`.
 * Names are found without case; what a reference points to is left as it is when the world does not hold it.
 * @throws ArmFailure 400 for a path that does not look like one
 */
export function expand(world: World, body: JsonObject, paths: string | undefined): JsonObject {
  if (paths === undefined || paths.trim() === '') return body;
  return paths.split(',').reduce((whole, path) => {
    const names = path.trim().split('/');
    if (!names.every((name) => /^\w+$/.test(name))) {
      throw new ArmFailure(400, 'InvalidExpandQueryOptionValue', `The value '${path}' of $expand is not a path.`);
    }
    return expandPath(world, whole, names);
  }, body);
}

function expandPath(world: World, body: JsonObject, [name, ...rest]: readonly string[]): JsonObject {
  const properties = asObject(body.properties);
  const key = Object.keys(properties).find((each) => each.toLowerCase() === name?.toLowerCase());
  if (key === undefined) return body;
  const follow = (value: unknown): unknown => {
    if (!isObject(value)) return value;
    const whole = resolve(world, value);
    return rest.length === 0 ? whole : expandPath(world, whole, rest);
  };
  const value = properties[key];
  return { ...body, properties: { ...properties, [key]: Array.isArray(value) ? value.map(follow) : follow(value) } };
}

/** A mere reference becomes what it points to; what is whole already stays. */
function resolve(world: World, stub: JsonObject): JsonObject {
  const id = referencedId(stub);
  if (id === undefined || stub.properties !== undefined) return stub;
  return findBody(world, id) ?? stub;
}

/** The body of a resource or of a child one level down (a subnet, an ipConfiguration, a rule). */
function findBody(world: World, id: string): JsonObject | undefined {
  const resource = current(world, id);
  if (resource !== undefined) return bodyOf(world, resource);
  const segments = id.split('/');
  const owner = current(world, segments.slice(0, -2).join('/'));
  if (owner === undefined) return undefined;
  const collection = segments.at(-2)?.toLowerCase();
  const properties = asObject(bodyOf(world, owner).properties);
  const found = Object.entries(properties).find(([key]) => key.toLowerCase() === collection)?.[1];
  return Array.isArray(found) ? found.find((each) => sameId(referencedId(each), id)) : undefined;
}

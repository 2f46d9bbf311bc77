import type { Resource } from '../../world/schema.ts';
import { withoutNulls } from '../../world/without-nulls.ts';
import type { World } from '../../world/world.ts';
import { ArmFailure, type ArmRequest } from '../route.ts';
import { idIn } from './collection-routes.ts';
import { nextEtag } from './etag.ts';
import { invalidJson } from './invalid-json.ts';
import { asObject, isObject, type JsonObject } from './json.ts';
import { requireResourceName } from './resource-name.ts';

export interface TopLevelWrite {
  readonly id: string;
  readonly name: string;
  readonly existing: Resource | undefined;
  /** The fields beside `properties` as they will be stored. */
  readonly fields: Pick<Resource, 'id' | 'name' | 'type' | 'location' | 'tags'> & { readonly etag: string };
  readonly properties: JsonObject;
}

/** What a PUT of a top-level resource says, once its name, body and location are found good. @throws ArmFailure */
export function readTopLevelWrite(world: World, request: ArmRequest, type: string): TopLevelWrite {
  const name = request.params.name ?? '';
  const path = idIn(request, type, name);
  const existing = world.get(path);
  if (existing === undefined) requireResourceName(name);
  if (!isObject(request.body)) {
    throw new ArmFailure(
      400,
      'InvalidRequestContent',
      'The request content was invalid and could not be deserialized.',
    );
  }
  // What is null is left out: a client detaches something so.
  const { location, tags, sku, zones, extendedLocation, properties = {} } = asObject(withoutNulls(request.body));
  if (!isObject(properties)) throw invalidJson('properties', properties);
  const isList = Array.isArray(zones) && zones.every((each) => typeof each === 'string');
  if (zones !== undefined && !isList) throw invalidJson('zones', zones);
  const id = existing?.id ?? path;
  return {
    id,
    name: existing?.name ?? name,
    existing,
    fields: {
      ...(sku !== undefined && { sku }),
      ...(zones !== undefined && { zones }),
      ...(extendedLocation !== undefined && { extendedLocation }),
      id,
      name: existing?.name ?? name,
      type: `Microsoft.Network/${type}`,
      location: readLocation(request, type, name, location, existing),
      ...(isObject(tags) && {
        tags: Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String(value)])),
      }),
      etag: nextEtag(world, id),
    },
    properties,
  };
}

function readLocation(
  request: ArmRequest,
  type: string,
  name: string,
  given: unknown,
  existing: Resource | undefined,
): string {
  if (typeof given !== 'string' || given === '') {
    throw new ArmFailure(400, 'LocationRequired', 'The location property is required for this definition.');
  }
  const location = given.replaceAll(' ', '').toLowerCase();
  if (!/^[a-z0-9]+$/.test(location)) {
    throw new ArmFailure(
      400,
      'LocationNotAvailableForResourceType',
      `The provided location '${given}' is not available for resource type 'Microsoft.Network/${type}'.`,
    );
  }
  const before = existing?.location?.replaceAll(' ', '').toLowerCase() ?? location;
  if (before === location) return location;
  throw new ArmFailure(
    409,
    'InvalidResourceLocation',
    `The resource '${name}' already exists in location '${before}' in resource group '${request.params.rg}'. A resource with the same name cannot be created in location '${location}'. Please select a new resource name.`,
  );
}

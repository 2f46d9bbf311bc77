import type { Resource } from '../../world/schema.ts';
import { etagOf, guidOf } from './etag.ts';
import type { JsonObject } from './json.ts';

/** A resource of Microsoft.Network as GET shows it: with its etag, its state and its GUID, whatever the world left out. */
export function withCommonFields(resource: Resource, properties: JsonObject): JsonObject {
  return {
    ...resource,
    etag: etagOf(resource),
    properties: {
      provisioningState: 'Succeeded',
      resourceGuid: guidOf(resource.id.toLowerCase()),
      ...properties,
    },
  };
}

import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import { withCommonFields } from './common-fields.ts';
import { type JsonObject, referencedId } from './json.ts';
import { idsAt, referencesOf } from './references.ts';
import { withUnknown } from './security-group-body.ts';

export function publicAddressBody(world: World, publicIp: Resource): JsonObject {
  const { ipConfiguration: _given, ...properties } = publicIp.properties;
  const holder = holderOf(world, publicIp);
  return withCommonFields(publicIp, {
    publicIPAddressVersion: 'IPv4',
    publicIPAllocationMethod: 'Dynamic',
    idleTimeoutInMinutes: 4,
    ipTags: [],
    ...properties,
    ...(holder !== undefined && { ipConfiguration: { id: holder } }),
  });
}

/** The id of the ipConfiguration that uses a public IP. */
export function holderOf(world: World, publicIp: Resource): string | undefined {
  const given = publicIp.properties.ipConfiguration;
  const named = referencedId(given) === undefined ? [] : [given];
  return withUnknown(world, idsAt(referencesOf(world).holdersOfPublicIp, publicIp.id), named)[0];
}

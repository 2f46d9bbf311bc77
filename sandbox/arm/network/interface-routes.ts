import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import type { ArmContext, ArmReply, ArmRequest, ArmRoute } from '../route.ts';
import { assignDynamicAddresses, publicIpsOf, releaseAddresses } from './attached-addresses.ts';
import { collectionRoutes, groupPath } from './collection-routes.ts';
import { effectiveGroupsRoute } from './effective-groups-route.ts';
import { requireMatch } from './etag.ts';
import { interfaceBody } from './interface-body.ts';
import { asObject, asObjects, type JsonObject, referencedId, sameId } from './json.ts';
import { refuseWhileReferencesChange } from './pending-writes.ts';
import { privateAddressOf } from './private-address.ts';
import { requireJoins } from './require-joins.ts';
import { readTopLevelWrite } from './top-level-write.ts';
import { validateInterface } from './validate-interface.ts';

const type = 'networkInterfaces';

export const interfaceRoutes: readonly ArmRoute[] = [
  ...collectionRoutes(type),
  {
    method: 'PUT',
    path: `${groupPath}/providers/Microsoft.Network/${type}/{name}`,
    action: `Microsoft.Network/${type}/write`,
    handle: putInterface,
  },
  effectiveGroupsRoute,
];

/** Done at once: a network interface's PUT is no long-running operation. */
function putInterface(request: ArmRequest, context: ArmContext): ArmReply {
  const { world } = context;
  const { id, existing, fields, properties } = readTopLevelWrite(world, request, type);
  requireJoins(context, `Microsoft.Network/${type}/write`, id, [...referencesIn(properties), ...subnetsOf(properties)]);
  refuseWhileReferencesChange(world, id, [...referencesIn(properties), ...referencesIn(existing?.properties ?? {})]);
  validateInterface(world, id, fields.location ?? '', properties);
  requireMatch(request, id, existing);
  const { virtualMachine: _derived, provisioningState: _state, ...kept } = properties;
  const configurations = asObjects(properties.ipConfigurations);
  const stored: Resource = {
    ...fields,
    properties: {
      ...(existing?.properties.macAddress !== undefined && { macAddress: existing.properties.macAddress }),
      ...kept,
      ...shortReferences(kept, ['networkSecurityGroup']),
      ipConfigurations: configurations.map((each) => configurationOf(world, id, existing, each)),
      provisioningState: 'Succeeded',
    },
  };
  world.put(stored);
  releaseAddresses(world, existing, stored);
  assignDynamicAddresses(world, stored);
  return { status: existing ? 200 : 201, body: interfaceBody(world, stored) };
}

function referencesIn(properties: JsonObject): readonly (string | undefined)[] {
  return [referencedId(properties.networkSecurityGroup), ...publicIpsOf(properties)];
}

function subnetsOf(properties: JsonObject): readonly (string | undefined)[] {
  return asObjects(properties.ipConfigurations).map((each) => referencedId(asObject(each.properties).subnet));
}

/** An ipConfiguration with its private address: the one it asks for, the one it had, or the next free one. */
function configurationOf(world: World, nicId: string, existing: Resource | undefined, given: JsonObject): JsonObject {
  const id = `${nicId}/ipConfigurations/${String(given.name)}`;
  const { provisioningState: _state, ...properties } = asObject(given.properties);
  const before = asObjects(existing?.properties.ipConfigurations).find((each) =>
    sameId(String(each.name), String(given.name)),
  );
  const isV6 = properties.privateIPAddressVersion === 'IPv6';
  const address = isV6
    ? (properties.privateIPAddress ?? asObject(before?.properties).privateIPAddress)
    : privateAddressOf(world, id, properties, before);
  return {
    ...given,
    id,
    properties: {
      privateIPAllocationMethod: 'Dynamic',
      ...properties,
      ...(address !== undefined && { privateIPAddress: address }),
      ...shortReferences(properties, ['publicIPAddress', 'subnet']),
    },
  };
}

/** What a client read with `$expand` and sends back whole is kept as a reference. */
function shortReferences(properties: JsonObject, names: readonly string[]): JsonObject {
  const given = names.filter((name) => referencedId(properties[name]) !== undefined);
  return Object.fromEntries(given.map((name) => [name, { id: referencedId(properties[name]) }]));
}

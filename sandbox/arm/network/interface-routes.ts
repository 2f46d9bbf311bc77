import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import type { ArmContext, ArmReply, ArmRequest, ArmRoute } from '../route.ts';
import { allocatePrivateAddress, allocatePublicAddress, runsWith } from './allocate-address.ts';
import { collectionRoutes, groupPath } from './collection-routes.ts';
import { effectiveGroupsRoute } from './effective-groups-route.ts';
import { nextEtag, requireMatch } from './etag.ts';
import { interfaceBody } from './interface-body.ts';
import { asObject, asObjects, type JsonObject, referencedId, sameId } from './json.ts';
import { refuseWhileReferencesChange } from './pending-writes.ts';
import { readTopLevelWrite } from './top-level-write.ts';
import { validateInterface } from './validate-interface.ts';
import { refusal } from './validate-rule-addresses.ts';

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
function putInterface(request: ArmRequest, { world }: ArmContext): ArmReply {
  const { id, existing, fields, properties } = readTopLevelWrite(world, request, type);
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
  assignDynamicAddresses(world, stored);
  return { status: existing ? 200 : 201, body: interfaceBody(world, stored) };
}

function referencesIn(properties: JsonObject): (string | undefined)[] {
  const publicIps = asObjects(properties.ipConfigurations).map((each) =>
    referencedId(asObject(each.properties).publicIPAddress),
  );
  return [referencedId(properties.networkSecurityGroup), ...publicIps];
}

/** An ipConfiguration with its private address: the one it asks for, the one it had, or the next free one. */
function configurationOf(world: World, nicId: string, existing: Resource | undefined, given: JsonObject): JsonObject {
  const id = `${nicId}/ipConfigurations/${String(given.name)}`;
  const { provisioningState: _state, ...properties } = asObject(given.properties);
  const before = asObjects(existing?.properties.ipConfigurations).find((each) =>
    sameId(String(each.name), String(given.name)),
  );
  const had = asObject(before?.properties).privateIPAddress;
  const subnet = referencedId(properties.subnet) ?? '';
  const isV6 = properties.privateIPAddressVersion === 'IPv6';
  const address = properties.privateIPAddress ?? had ?? (isV6 ? undefined : allocatePrivateAddress(world, subnet));
  if (address === undefined && !isV6) {
    throw refusal('SubnetIsFull', `Subnet ${subnet} does not have enough capacity for 1 IP addresses.`);
  }
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

/** A dynamic public address is given when it is attached to a machine that runs. */
function assignDynamicAddresses(world: World, nic: Resource): void {
  if (!runsWith(world, nic.id)) return;
  for (const id of referencesIn(nic.properties).slice(1)) {
    const publicIp = id === undefined ? undefined : world.get(id);
    if (publicIp === undefined || publicIp.properties.ipAddress !== undefined) continue;
    const ipAddress = allocatePublicAddress(
      world,
      publicIp.properties.publicIPAddressVersion === 'IPv6' ? 'IPv6' : 'IPv4',
    );
    world.put({
      ...publicIp,
      etag: nextEtag(world, publicIp.id),
      properties: { ...publicIp.properties, ipAddress },
    });
  }
}

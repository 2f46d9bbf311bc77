import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import { type ArmContext, ArmFailure, type ArmReply, type ArmRequest, type ArmRoute } from '../route.ts';
import { allocatePublicAddress } from './allocate-address.ts';
import { collectionRoutes, groupPath, idIn } from './collection-routes.ts';
import { nextEtag, requireMatch } from './etag.ts';
import { asObject, asStrings, type JsonObject } from './json.ts';
import { refuseWhileWriting, startWrite } from './pending-writes.ts';
import { holderOf, publicAddressBody } from './public-address-body.ts';
import { readTopLevelWrite, type TopLevelWrite } from './top-level-write.ts';
import { refusal } from './validate-rule-addresses.ts';

const type = 'publicIPAddresses';
const path = `${groupPath}/providers/Microsoft.Network/${type}/{name}`;

export const publicAddressRoutes: readonly ArmRoute[] = [
  ...collectionRoutes(type),
  { method: 'PUT', path, action: `Microsoft.Network/${type}/write`, handle: putPublicAddress },
  { method: 'DELETE', path, action: `Microsoft.Network/${type}/delete`, handle: deletePublicAddress },
];

function putPublicAddress(request: ArmRequest, context: ArmContext): ArmReply {
  const { world } = context;
  const write = readTopLevelWrite(world, request, type);
  const { id, existing, fields } = write;
  const properties = readProperties(world, write);
  requireSameZones(write);
  refuseWhileWriting(world, id);
  requireMatch(request, id, existing);
  const stored = (provisioningState: string): Resource => ({
    sku: existing?.sku ?? { name: 'Basic', tier: 'Regional' },
    ...fields,
    properties: { ...properties, provisioningState },
  });
  const headers = startWrite({
    request,
    context,
    resource: fields,
    operation: 'PutPublicIpAddressOperation',
    style: 'network-put',
    preview: stored('Updating'),
    apply: () => void world.put({ ...stored('Succeeded'), etag: nextEtag(world, id) }),
  });
  return { status: existing ? 200 : 201, headers, body: publicAddressBody(world, stored('Updating')) };
}

/** @throws ArmFailure 400 when an address that is there is to be in other zones, or in none */
function requireSameZones({ id, existing, fields }: TopLevelWrite): void {
  const words = (resource: object) => asStrings(asObject(resource).zones).toSorted().join(',') || 'NoZone';
  const [before, after] = existing === undefined ? [] : [words(existing), words(fields)];
  if (before === after) return;
  throw refusal(
    'ResourceAvailabilityZonesCannotBeModified',
    `Resource ${id} has an existing availability zone constraint ${before} and the request has availability zone constraint ${after}, which do not match. Zones cannot be added/updated/removed once the resource is created. The resource cannot be updated from regional to zonal or vice-versa.`,
  );
}

/** https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses#sku */
function readProperties(world: World, { id, existing, fields, properties: given }: TopLevelWrite): JsonObject {
  const { provisioningState: _state, ipConfiguration: _derived, ipAddress: _assigned, ...properties } = given;
  const sku = String(asObject((fields as JsonObject).sku ?? existing?.sku).name ?? 'Basic').toLowerCase();
  const allocation = String(properties.publicIPAllocationMethod ?? 'Dynamic');
  const version = properties.publicIPAddressVersion === 'IPv6' ? 'IPv6' : 'IPv4';
  if (sku.startsWith('standard') && allocation.toLowerCase() !== 'static') {
    throw refusal(
      'StandardSkuPublicIPAddressesMustBeStatic',
      `Standard sku publicIp ${id} must have AllocationMethod set to Static.`,
    );
  }
  if (sku === 'basic' && existing === undefined) {
    // Retired on 2025-09-30: https://azure.microsoft.com/updates?id=upgrade-to-standard-sku-public-ip-addresses-in-azure-by-30-september-2025-basic-sku-will-be-retired
    throw refusal(
      `${version}BasicSkuPublicIpCountLimitReached`,
      `Cannot create more than 0 ${version} Basic SKU public IP addresses for this subscription in this region.`,
    );
  }
  const before = existing?.properties.ipAddress;
  const isStatic = allocation.toLowerCase() === 'static';
  const ipAddress = before ?? (isStatic ? allocatePublicAddress(world, version) : undefined);
  return { ...properties, ...(ipAddress !== undefined && { ipAddress }) };
}

function deletePublicAddress(request: ArmRequest, context: ArmContext): ArmReply {
  const { world } = context;
  const id = idIn(request, type, request.params.name);
  refuseWhileWriting(world, id);
  const existing = world.get(id);
  if (existing === undefined) return { status: 204 };
  requireMatch(request, existing.id, existing);
  const holder = holderOf(world, existing);
  if (holder !== undefined) {
    throw new ArmFailure(
      400,
      'PublicIPAddressCannotBeDeleted',
      `Public IP address ${existing.id} can not be deleted since it is still allocated to resource ${holder}. In order to delete the public IP, disassociate/detach the Public IP address from the resource.  To learn how to do this, see aka.ms/deletepublicip.`,
      { details: [] },
    );
  }
  const headers = startWrite({
    request,
    context,
    resource: existing,
    operation: 'DeletePublicIpAddressOperation',
    style: 'network-delete',
    preview: { ...existing, properties: { ...existing.properties, provisioningState: 'Deleting' } },
    apply: () => void world.delete(existing.id),
  });
  return { status: 202, headers };
}

import type { Resource } from '../../world/schema.ts';
import { withoutNulls } from '../../world/without-nulls.ts';
import type { World } from '../../world/world.ts';
import { page } from '../page.ts';
import { type ArmContext, ArmFailure, type ArmReply, type ArmRequest, type ArmRoute } from '../route.ts';
import { readAddressPrefix } from './address-prefix.ts';
import { groupPath, idIn, requireResource } from './collection-routes.ts';
import { nextEtag, requireMatch } from './etag.ts';
import { expand } from './expand.ts';
import { asObject, asObjects, asStrings, type JsonObject, referencedId, sameId } from './json.ts';
import { childNotFound, invalidReference, parentNotFound } from './not-found.ts';
import { refuseWhileInProgress, refuseWhileReferencesChange, startWrite } from './pending-writes.ts';
import { idsAt, referencesOf } from './references.ts';
import { requireJoins } from './require-joins.ts';
import { requireReference } from './require-reference.ts';
import { requireResourceName } from './resource-name.ts';
import { refusal } from './validate-rule-addresses.ts';
import { withRule as withChild } from './validate-rule-list.ts';
import { subnetBodies } from './virtual-network-body.ts';

const type = 'virtualNetworks';
const base = `${groupPath}/providers/Microsoft.Network/${type}/{vnet}/subnets`;
const permission = `Microsoft.Network/${type}/subnets`;

export const subnetRoutes: readonly ArmRoute[] = [
  {
    method: 'GET',
    path: base,
    action: `${permission}/read`,
    handle(request, { world, pageSize }) {
      const subnets = subnetBodies(world, requireResource(world, request, type, request.params.vnet));
      return { status: 200, body: page(subnets as readonly (JsonObject & { id: string })[], request, pageSize) };
    },
  },
  {
    method: 'GET',
    path: `${base}/{subnet}`,
    action: `${permission}/read`,
    handle(request, { world }) {
      const network = requireResource(world, request, type, request.params.vnet);
      const found = named(subnetBodies(world, network), request.params.subnet);
      if (found === undefined) throw childNotFound(`${network.id}/subnets/${request.params.subnet}`);
      const body = expand(world, found, request.query('$expand'));
      return { status: 200, headers: { ETag: String(body.etag) }, body };
    },
  },
  { method: 'PUT', path: `${base}/{subnet}`, action: `${permission}/write`, handle: putSubnet },
  { method: 'DELETE', path: `${base}/{subnet}`, action: `${permission}/delete`, handle: deleteSubnet },
];

function putSubnet(request: ArmRequest, context: ArmContext): ArmReply {
  const { world } = context;
  const { vnet, subnet: name = '' } = request.params;
  const networkId = idIn(request, type, vnet);
  const network = world.get(networkId);
  if (network === undefined) throw parentNotFound('write', `${type}/subnets`, networkId);
  const subnets = asObjects(network.properties.subnets);
  const existing = named(subnets, name);
  if (existing === undefined) requireResourceName(name);
  const id = `${network.id}/subnets/${String(existing?.name ?? name)}`;
  const properties = readProperties(id, request.body);
  const nsg = referencedId(properties.networkSecurityGroup);
  requireJoins(context, `${permission}/write`, id, [nsg]);
  refuseWhileInProgress(world, network.id);
  const before = referencedId(asObject(existing?.properties).networkSecurityGroup);
  refuseWhileReferencesChange(world, id, [nsg, before]);
  if (nsg !== undefined && world.get(nsg) === undefined) throw invalidReference(nsg, id);
  requireMatch(request, id, existing && network);
  const child = { id, name: String(existing?.name ?? name), properties };
  const updating = { ...child, properties: { ...properties, provisioningState: 'Updating' } };
  const preview = withSubnets(network, nextEtag(world, network.id), withChild(subnets, updating));
  const headers = startWrite({
    request,
    context,
    resource: network,
    operation: 'PutSubnetOperation',
    style: 'network-put',
    preview,
    apply: () => change(world, network.id, (now) => withChild(now, child)),
  });
  return { status: existing ? 200 : 201, headers, body: named(subnetBodies(world, preview), name) };
}

function deleteSubnet(request: ArmRequest, context: ArmContext): ArmReply {
  const { world } = context;
  const network = world.get(idIn(request, type, request.params.vnet));
  const existing = named(asObjects(network?.properties.subnets), request.params.subnet);
  if (network === undefined || existing === undefined) return { status: 204 };
  const id = `${network.id}/subnets/${String(existing.name)}`;
  refuseWhileInProgress(world, network.id);
  requireMatch(request, id, network);
  const users = idsAt(referencesOf(world).ipConfigurationsOfSubnet, id);
  if (users.length > 0) {
    throw new ArmFailure(
      400,
      'InUseSubnetCannotBeDeleted',
      `Subnet ${existing.name} is in use by ${users.join(' and ')} and cannot be deleted. In order to delete the subnet, delete all the resources within the subnet. See aka.ms/deletesubnet.`,
      { details: [] },
    );
  }
  const headers = startWrite({
    request,
    context,
    resource: network,
    operation: 'DeleteSubnetOperation',
    style: 'network-delete',
    preview: undefined,
    apply: () => change(world, network.id, (now) => now.filter((each) => each.name !== existing.name)),
  });
  return { status: 202, headers };
}

function readProperties(id: string, body: unknown): JsonObject {
  const given = asObject(withoutNulls(body)).properties;
  const {
    ipConfigurations: _derived,
    provisioningState: _state,
    networkSecurityGroup,
    ...properties
  } = asObject(given);
  const nsg = requireReference(networkSecurityGroup, 'networkSecurityGroups', 'properties.networkSecurityGroup');
  const one = properties.addressPrefix;
  const prefixes = [...(typeof one === 'string' ? [one] : []), ...asStrings(properties.addressPrefixes)];
  const broken = prefixes.find((prefix) => !prefix.includes('/') || !readAddressPrefix(prefix).kind.startsWith('IP'));
  if (prefixes.length === 0 || broken !== undefined) {
    throw refusal(
      'InvalidAddressPrefixFormat',
      `Address prefix ${broken ?? ''} of resource ${id} is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.`,
    );
  }
  return { ...properties, ...(nsg !== undefined && { networkSecurityGroup: { id: nsg } }) };
}

function change(world: World, id: string, edit: (subnets: readonly JsonObject[]) => readonly JsonObject[]): void {
  const network = world.get(id);
  if (network === undefined) throw childNotFound(id);
  world.put(withSubnets(network, nextEtag(world, id), edit(asObjects(network.properties.subnets))));
}

function withSubnets(network: Resource, etag: string, subnets: readonly JsonObject[]): Resource {
  return { ...network, etag, properties: { ...network.properties, subnets } };
}

function named(subnets: readonly JsonObject[], name: string | undefined): JsonObject | undefined {
  return subnets.find((subnet) => sameId(String(subnet.name), name));
}

import type { World } from '../../world/world.ts';
import { subnetOf } from './allocate-address.ts';
import { asObject, type JsonObject, sameId } from './json.ts';
import { invalidReference } from './not-found.ts';
import { holderOf } from './public-address-body.ts';
import { requireChildren } from './require-children.ts';
import { requireReference } from './require-reference.ts';
import { requireResourceName } from './resource-name.ts';
import { refusal } from './validate-rule-addresses.ts';
import { requireDistinctNames } from './validate-rule-list.ts';

/**
 * What Azure checks of a network interface before it takes it.
 * @throws ArmFailure 400, `InvalidResourceReference` for what is not there or is in another region
 */
export function validateInterface(world: World, id: string, location: string, properties: JsonObject): void {
  const configurations = requireChildren(properties.ipConfigurations, 'properties.ipConfigurations');
  if (configurations.length === 0) {
    // The code is not confirmed.
    throw refusal(
      'NetworkInterfaceMustHaveIpConfiguration',
      `Network interface ${id} must have one or more IP configurations.`,
    );
  }
  for (const { name } of configurations) requireResourceName(name);
  requireDistinctNames(configurations.map(({ name }) => name));
  const group = properties.networkSecurityGroup;
  requireInRegion(
    world,
    id,
    location,
    requireReference(group, 'networkSecurityGroups', 'properties.networkSecurityGroup'),
  );
  const used = new Map<string, string>();
  for (const [index, each] of configurations.entries()) {
    const path = `properties.ipConfigurations[${index}].properties`;
    const configuration = `${id}/ipConfigurations/${each.name}`;
    const publicIp = requireConfiguration(world, configuration, location, asObject(each.properties), path);
    if (publicIp !== undefined) requireOnce(used, publicIp, configuration);
  }
}

/** The public IP that the ipConfiguration uses. */
function requireConfiguration(world: World, id: string, location: string, properties: JsonObject, path: string) {
  const subnet = requireReference(properties.subnet, 'virtualNetworks/subnets', `${path}.subnet`);
  if (subnet === undefined) {
    throw refusal('SubnetNotProvided', `IP configuration ${id} does not reference a subnet.`);
  }
  if (subnetOf(world, subnet) === undefined) throw invalidReference(subnet, id);
  const publicIpId = requireReference(properties.publicIPAddress, 'publicIPAddresses', `${path}.publicIPAddress`);
  const publicIp = requireInRegion(world, id, location, publicIpId);
  const holder = publicIp && holderOf(world, publicIp);
  if (publicIp === undefined || holder === undefined || sameId(holder, id)) return publicIpId;
  throw refusal(
    'PublicIPAddressInUse',
    `Resource ${id} is referencing public IP address ${publicIp.id} that is already allocated to resource ${holder}.`,
  );
}

function requireOnce(used: Map<string, string>, publicIpId: string, configuration: string): void {
  const other = used.get(publicIpId.toLowerCase());
  used.set(publicIpId.toLowerCase(), configuration);
  if (other === undefined) return;
  throw refusal(
    'PublicIPReferencedByMultipleIPConfigs',
    `Public IP address ${publicIpId} is referenced by multiple ipconfigs in resource ${configuration}.`,
  );
}

function requireInRegion(world: World, user: string, location: string, id: string | undefined) {
  if (id === undefined) return undefined;
  const found = world.get(id);
  const region = found?.location?.replaceAll(' ', '').toLowerCase() ?? location;
  if (found === undefined || region !== location) throw invalidReference(id, user);
  return found;
}

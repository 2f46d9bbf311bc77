import type { World } from '../../world/world.ts';
import { subnetOf } from './allocate-address.ts';
import { asObject, asObjects, type JsonObject, referencedId, sameId } from './json.ts';
import { invalidReference } from './not-found.ts';
import { holderOf } from './public-address-body.ts';
import { refusal } from './validate-rule-addresses.ts';

/**
 * What Azure checks of a network interface before it takes it.
 * @throws ArmFailure 400, `InvalidResourceReference` for what is not there or is in another region
 */
export function validateInterface(world: World, id: string, location: string, properties: JsonObject): void {
  const configurations = asObjects(properties.ipConfigurations);
  if (configurations.length === 0) {
    // The code is not confirmed.
    throw refusal(
      'NetworkInterfaceMustHaveIpConfiguration',
      `Network interface ${id} must have one or more IP configurations.`,
    );
  }
  requireInRegion(world, id, location, referencedId(properties.networkSecurityGroup));
  for (const each of configurations) requireConfiguration(world, id, location, each);
}

function requireConfiguration(world: World, nicId: string, location: string, configuration: JsonObject): void {
  const id = `${nicId}/ipConfigurations/${String(configuration.name)}`;
  const properties = asObject(configuration.properties);
  const subnet = referencedId(properties.subnet);
  if (subnet === undefined) {
    throw refusal('SubnetNotProvided', `IP configuration ${id} does not reference a subnet.`);
  }
  if (subnetOf(world, subnet) === undefined) throw invalidReference(subnet, id);
  const publicIpId = referencedId(properties.publicIPAddress);
  const publicIp = requireInRegion(world, id, location, publicIpId);
  const holder = publicIp && holderOf(world, publicIp);
  if (publicIp === undefined || holder === undefined || sameId(holder, id)) return;
  throw refusal(
    'PublicIPAddressInUse',
    `Resource ${id} is referencing public IP address ${publicIp.id} that is already allocated to resource ${holder}.`,
  );
}

function requireInRegion(world: World, user: string, location: string, id: string | undefined) {
  if (id === undefined) return undefined;
  const found = world.get(id);
  const region = found?.location?.replaceAll(' ', '').toLowerCase() ?? location;
  if (found === undefined || region !== location) throw invalidReference(id, user);
  return found;
}

import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import { withoutAdminRules } from './admin-rules.ts';
import { withCommonFields } from './common-fields.ts';
import { etagOf } from './etag.ts';
import { asObject, asObjects, type JsonObject, stubs } from './json.ts';
import { childId, idsAt, referencesOf } from './references.ts';
import { withUnknown } from './security-group-body.ts';

export function virtualNetworkBody(world: World, network: Resource): JsonObject {
  return withCommonFields(network, {
    virtualNetworkPeerings: [],
    enableDdosProtection: false,
    // Only old versions have it, and the Azure CLI's table of networks fails without it.
    enableVmProtection: false,
    ...withoutAdminRules(network.properties),
    subnets: subnetBodies(world, network),
  });
}

/** The subnets of a network, each with the network's etag and the ipConfigurations in it. */
export function subnetBodies(world: World, network: Resource): readonly JsonObject[] {
  return asObjects(network.properties.subnets).map((subnet) => {
    const id = childId(network.id, 'subnets', subnet);
    const { ipConfigurations, ...properties } = asObject(subnet.properties);
    const users = withUnknown(world, idsAt(referencesOf(world).ipConfigurationsOfSubnet, id), ipConfigurations);
    return {
      ...subnet,
      id,
      etag: etagOf(network),
      type: 'Microsoft.Network/virtualNetworks/subnets',
      properties: {
        provisioningState: 'Succeeded',
        delegations: [],
        privateEndpointNetworkPolicies: 'Disabled',
        privateLinkServiceNetworkPolicies: 'Enabled',
        ...properties,
        ...(users.length > 0 && { ipConfigurations: stubs(users) }),
      },
    };
  });
}

import type { Resource } from '../../world/schema.ts';
import { asObjects, type JsonObject } from './json.ts';

/**
 * Azure Virtual Network Manager's effective security admin rules of one virtual network.
 *
 * No GET of Azure holds them, so a world keeps them with the network they act on, as
 * `properties.effectiveSecurityAdminRules`: exactly the `value` array that Azure answers to
 * `POST .../virtualNetworks/{vnet}/listNetworkManagerEffectiveSecurityAdminRules`, so that an exported world takes it
 * over as it is. Each entry is `{id, kind: "Custom", properties: {priority, direction, access: "Allow" | "AlwaysAllow" |
 * "Deny", protocol, sources: [{addressPrefix, addressPrefixType}], destinations, sourcePortRanges,
 * destinationPortRanges}}`. The network's own GET and Resource Graph leave the list out, as Azure does.
 */
export function adminRulesOf(virtualNetwork: Resource): readonly JsonObject[] {
  return asObjects(virtualNetwork.properties.effectiveSecurityAdminRules);
}

/** The properties of a virtual network as Azure shows them. */
export function withoutAdminRules(properties: JsonObject): JsonObject {
  const { effectiveSecurityAdminRules: _hidden, ...shown } = properties;
  return shown;
}

import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import { withCommonFields } from './common-fields.ts';
import { etagOf } from './etag.ts';
import { asObject, asObjects, type JsonObject, referencedId, stubs } from './json.ts';
import { childId, idsAt, type References, referencesOf } from './references.ts';

export function interfaceBody(world: World, nic: Resource): JsonObject {
  const { virtualMachine, ...properties } = nic.properties;
  const references = referencesOf(world);
  const [derived] = idsAt(references.vmsOfNic, nic.id);
  const named = referencedId(virtualMachine);
  // A machine that this world holds must itself name the NIC; one that it does not hold is taken at its word.
  const vm = derived ?? (named !== undefined && world.get(named) === undefined ? named : undefined);
  const ipConfigurations = asObjects(nic.properties.ipConfigurations);
  return withCommonFields(nic, {
    ...properties,
    ipConfigurations: ipConfigurations.map((each, index) => ipConfigurationBody(nic, each, index === 0, references)),
    ...(vm !== undefined && { virtualMachine: { id: vm } }),
  });
}

function ipConfigurationBody(nic: Resource, given: JsonObject, isFirst: boolean, references: References): JsonObject {
  const id = childId(nic.id, 'ipConfigurations', given);
  const properties = asObject(given.properties);
  const rules = joined(properties.loadBalancerInboundNatRules, idsAt(references.natRulesOfIpConfiguration, id));
  const pools = joined(properties.loadBalancerBackendAddressPools, idsAt(references.poolsOfIpConfiguration, id));
  return {
    ...given,
    id,
    etag: etagOf(nic),
    type: 'Microsoft.Network/networkInterfaces/ipConfigurations',
    properties: {
      provisioningState: 'Succeeded',
      primary: isFirst,
      privateIPAddressVersion: 'IPv4',
      ...properties,
      ...(rules.length > 0 && { loadBalancerInboundNatRules: stubs(rules) }),
      ...(pools.length > 0 && { loadBalancerBackendAddressPools: stubs(pools) }),
    },
  };
}

/** The references that a resource names itself, and behind them those named from the other side only. */
export function joined(given: unknown, derived: readonly string[]): readonly string[] {
  const own = asObjects(given).flatMap((each) => referencedId(each) ?? []);
  const known = new Set(own.map((id) => id.toLowerCase()));
  return [...own, ...derived.filter((id) => !known.has(id.toLowerCase()))];
}

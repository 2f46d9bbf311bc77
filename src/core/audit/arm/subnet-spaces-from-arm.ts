import { childId, listOf, objectOf, propertiesOf, textOf } from './object.ts';

/** The address prefixes of a virtual network's subnets, by the subnet's id in lower case. */
export function subnetSpacesFromArm(value: unknown): ReadonlyMap<string, readonly string[]> {
  const network = objectOf(value) ?? {};
  const id = textOf(network.id) ?? '';
  return new Map(
    listOf(propertiesOf(network).subnets).flatMap((each) => {
      const subnet = objectOf(each);
      if (subnet === undefined) return [];
      const { addressPrefix, addressPrefixes } = propertiesOf(subnet);
      const prefixes = [addressPrefix, ...listOf(addressPrefixes)].flatMap((prefix) => textOf(prefix) ?? []);
      return [[childId(subnet, id, 'subnets'), prefixes] as const];
    }),
  );
}

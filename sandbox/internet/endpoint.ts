import type { Resource } from '../world/schema.ts';
import type { World } from '../world/world.ts';
import { isSameAddress } from './address.ts';
import { listAt, objectAt, partId, type Raw, sameId, textAt } from './raw.ts';

/** Where a packet is to go after Azure's address translation. */
export interface Endpoint {
  readonly nic: Resource;
  readonly ipConfiguration: Raw;
  /** The port at the machine. */
  readonly port: number;
  /** A Standard address or load balancer is closed as long as there is no network security group. */
  readonly isStandard: boolean;
}

/**
 * Who gets what is sent to a public address: the NIC that has the address, or whom the load balancer with that frontend
 * hands the port to. Several members of a backend pool come in the order of the world; none when nobody has it.
 */
export function endpointsOf(world: World, destination: string, port: number): readonly Endpoint[] {
  const found = world
    .list('Microsoft.Network/publicIPAddresses')
    .find((each) => isSameAddress(textAt(each.properties, 'ipAddress'), destination));
  if (found === undefined) return [];
  const isStandard = isStandardSku(found);
  const holders = configurationsOf(world).filter(
    ({ nic, configuration }) =>
      sameId(textAt(configuration, 'properties', 'publicIPAddress', 'id'), found.id) ||
      sameId(textAt(found.properties, 'ipConfiguration', 'id'), partId(nic, 'ipConfigurations', configuration)),
  );
  const direct = holders
    .slice(0, 1)
    .map(({ nic, configuration }) => ({ nic, ipConfiguration: configuration, port, isStandard }));
  return [...direct, ...behindLoadBalancers(world, found, port, isStandard)];
}

interface Holder {
  readonly nic: Resource;
  readonly configuration: Raw;
  readonly id: string;
}

function configurationsOf(world: World): readonly Holder[] {
  return world.list('Microsoft.Network/networkInterfaces').flatMap((nic) =>
    listAt(nic.properties, 'ipConfigurations').map((configuration) => ({
      nic,
      configuration,
      id: partId(nic, 'ipConfigurations', configuration),
    })),
  );
}

function behindLoadBalancers(world: World, address: Resource, port: number, isStandard: boolean): readonly Endpoint[] {
  return world.list('Microsoft.Network/loadBalancers').flatMap((balancer) => {
    const frontends = listAt(balancer.properties, 'frontendIPConfigurations')
      .filter((each) => sameId(textAt(each, 'properties', 'publicIPAddress', 'id'), address.id))
      .map((each) => partId(balancer, 'frontendIPConfigurations', each));
    if (frontends.length === 0) return [];
    const mine = (list: string) =>
      listAt(balancer.properties, list).filter(
        (rule) =>
          frontends.some((id) => sameId(textAt(rule, 'properties', 'frontendIPConfiguration', 'id'), id)) &&
          /^(tcp|all|\*|)$/i.test(textAt(rule, 'properties', 'protocol')),
      );
    const standard = isStandard || isStandardSku(balancer);
    const to = (holder: Holder, backendPort: number): Endpoint => ({
      nic: holder.nic,
      ipConfiguration: holder.configuration,
      port: backendPort,
      isStandard: standard,
    });
    return [
      ...mine('inboundNatRules').flatMap((rule) => natTargets(world, balancer, rule, port, to)),
      ...mine('loadBalancingRules').flatMap((rule) => {
        if (numberAt(rule, 'frontendPort') !== port) return [];
        return poolMembers(world, balancer, rule).map((member) => to(member, numberAt(rule, 'backendPort') ?? port));
      }),
    ];
  });
}

function natTargets(
  world: World,
  balancer: Resource,
  rule: Raw,
  port: number,
  to: (holder: Holder, port: number) => Endpoint,
): readonly Endpoint[] {
  const backendPort = numberAt(rule, 'backendPort') ?? port;
  const id = partId(balancer, 'inboundNatRules', rule);
  if (numberAt(rule, 'frontendPort') === port) {
    return configurationsOf(world)
      .filter(
        (holder) =>
          sameId(textAt(rule, 'properties', 'backendIPConfiguration', 'id'), holder.id) ||
          listAt(holder.configuration, 'properties', 'loadBalancerInboundNatRules').some((each) =>
            sameId(textAt(each, 'id'), id),
          ),
      )
      .slice(0, 1)
      .map((holder) => to(holder, backendPort));
  }
  // The newer kind gives a pool's members one port each out of a range, in their order.
  const first = numberAt(rule, 'frontendPortRangeStart');
  const last = numberAt(rule, 'frontendPortRangeEnd');
  if (first === undefined || last === undefined || port < first || port > last) return [];
  const member = poolMembers(world, balancer, rule)[port - first];
  return member === undefined ? [] : [to(member, backendPort)];
}

function poolMembers(world: World, balancer: Resource, rule: Raw): readonly Holder[] {
  const named = [
    objectAt(rule, 'properties', 'backendAddressPool'),
    ...listAt(rule, 'properties', 'backendAddressPools'),
  ];
  const pools = listAt(balancer.properties, 'backendAddressPools').filter((pool) =>
    named.some((each) => sameId(textAt(each, 'id'), partId(balancer, 'backendAddressPools', pool))),
  );
  return configurationsOf(world).filter((holder) =>
    pools.some(
      (pool) =>
        listAt(pool, 'properties', 'backendIPConfigurations').some((each) => sameId(textAt(each, 'id'), holder.id)) ||
        listAt(holder.configuration, 'properties', 'loadBalancerBackendAddressPools').some((each) =>
          sameId(textAt(each, 'id'), partId(balancer, 'backendAddressPools', pool)),
        ),
    ),
  );
}

function numberAt(rule: Raw, field: string): number | undefined {
  const text = textAt(rule, 'properties', field);
  return text === '' ? undefined : Number(text);
}

function isStandardSku(resource: Resource): boolean {
  return /^standard/i.test(textAt(resource, 'sku', 'name'));
}

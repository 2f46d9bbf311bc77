import type { World } from '../../world/world.ts';
import { asObject, asObjects, referencedId } from './json.ts';
import { perVersion } from './per-version.ts';

/** By the id pointed at, in lower case: the ids that point at it, by themselves in lower case. */
type Ids = Map<string, Map<string, string>>;

/** Who points at whom. Values are ids as their authors wrote them. */
export interface References {
  readonly nicsOfNsg: Ids;
  readonly subnetsOfNsg: Ids;
  readonly subnetsOfRouteTable: Ids;
  /** ipConfigurations (of NICs and of load balancer front ends) by public IP. */
  readonly holdersOfPublicIp: Ids;
  readonly ipConfigurationsOfSubnet: Ids;
  readonly vmsOfNic: Ids;
  readonly ipConfigurationsOfNatRule: Ids;
  readonly natRulesOfIpConfiguration: Ids;
  readonly ipConfigurationsOfPool: Ids;
  readonly poolsOfIpConfiguration: Ids;
}

/** Azure shows most references from both sides; a world needs to give only one. */
export const referencesOf = perVersion((world): References => {
  const found: References = {
    nicsOfNsg: new Map(),
    subnetsOfNsg: new Map(),
    subnetsOfRouteTable: new Map(),
    holdersOfPublicIp: new Map(),
    ipConfigurationsOfSubnet: new Map(),
    vmsOfNic: new Map(),
    ipConfigurationsOfNatRule: new Map(),
    natRulesOfIpConfiguration: new Map(),
    ipConfigurationsOfPool: new Map(),
    poolsOfIpConfiguration: new Map(),
  };
  fromVirtualMachines(world, found);
  fromInterfaces(world, found);
  fromVirtualNetworks(world, found);
  fromLoadBalancers(world, found);
  return found;
});

export function idsAt(map: Ids, id: string): readonly string[] {
  return [...(map.get(id.toLowerCase())?.values() ?? [])];
}

function fromVirtualMachines(world: World, found: References): void {
  for (const vm of world.list('Microsoft.Compute/virtualMachines')) {
    for (const nic of asObjects(asObject(vm.properties.networkProfile).networkInterfaces))
      note(found.vmsOfNic, referencedId(nic), vm.id);
  }
}

function fromInterfaces(world: World, found: References): void {
  for (const nic of world.list('Microsoft.Network/networkInterfaces')) {
    note(found.nicsOfNsg, referencedId(nic.properties.networkSecurityGroup), nic.id);
    for (const each of asObjects(nic.properties.ipConfigurations)) {
      const id = childId(nic.id, 'ipConfigurations', each);
      const properties = asObject(each.properties);
      note(found.holdersOfPublicIp, referencedId(properties.publicIPAddress), id);
      note(found.ipConfigurationsOfSubnet, referencedId(properties.subnet), id);
      for (const rule of asObjects(properties.loadBalancerInboundNatRules))
        note(found.ipConfigurationsOfNatRule, referencedId(rule), id);
      for (const pool of asObjects(properties.loadBalancerBackendAddressPools))
        note(found.ipConfigurationsOfPool, referencedId(pool), id);
    }
  }
}

function fromVirtualNetworks(world: World, found: References): void {
  for (const network of world.list('Microsoft.Network/virtualNetworks')) {
    for (const subnet of asObjects(network.properties.subnets)) {
      const { networkSecurityGroup, routeTable } = asObject(subnet.properties);
      const id = childId(network.id, 'subnets', subnet);
      note(found.subnetsOfNsg, referencedId(networkSecurityGroup), id);
      note(found.subnetsOfRouteTable, referencedId(routeTable), id);
    }
  }
}

function fromLoadBalancers(world: World, found: References): void {
  for (const balancer of world.list('Microsoft.Network/loadBalancers')) {
    for (const front of asObjects(balancer.properties.frontendIPConfigurations)) {
      const id = childId(balancer.id, 'frontendIPConfigurations', front);
      note(found.holdersOfPublicIp, referencedId(asObject(front.properties).publicIPAddress), id);
      note(found.ipConfigurationsOfSubnet, referencedId(asObject(front.properties).subnet), id);
    }
    for (const rule of asObjects(balancer.properties.inboundNatRules)) {
      const target = referencedId(asObject(rule.properties).backendIPConfiguration);
      note(found.natRulesOfIpConfiguration, target, childId(balancer.id, 'inboundNatRules', rule));
    }
    for (const pool of asObjects(balancer.properties.backendAddressPools)) {
      for (const member of asObjects(asObject(pool.properties).backendIPConfigurations))
        note(found.poolsOfIpConfiguration, referencedId(member), childId(balancer.id, 'backendAddressPools', pool));
    }
  }
}

/** A child's id: its own, or what follows from its parent and its name. */
export function childId(parentId: string, collection: string, child: { readonly [key: string]: unknown }): string {
  return typeof child.id === 'string' ? child.id : `${parentId}/${collection}/${String(child.name)}`;
}

function note(map: Ids, id: string | undefined, by: string): void {
  if (id === undefined) return;
  const key = id.toLowerCase();
  const known = map.get(key) ?? new Map<string, string>();
  known.set(by.toLowerCase(), by);
  map.set(key, known);
}

import { idOf } from './arm/interface-from-arm.ts';
import { childId, listOf, objectOf, propertiesOf, textOf } from './arm/object.ts';
import type { ArmResource } from './inventory.ts';

/** By the id pointed at, in lower case: the ids that point at it, as their authors wrote them. */
type Pointers = Map<string, Set<string>>;

type Obj = Readonly<Record<string, unknown>>;

const isNetwork = /\/virtualNetworks\/[^/]+$/i;
const isInterface = /\/networkInterfaces\/[^/]+$/i;

/**
 * Azure shows references from both sides; a file may give one only. Puts into groups and route tables which subnets and
 * interfaces use them, into subnets which interfaces are in them, and into interfaces whose machine they are and which load
 * balancers name them.
 */
export function withBacklinks(resources: readonly ArmResource[]): ArmResource[] {
  const subnets: Pointers = new Map();
  const groupOf = groupsOfSubnets(resources);
  const interfaces: Pointers = new Map();
  const members: Pointers = new Map();
  const machines: Pointers = new Map();
  const balancers: BalancerPointers = { natRules: new Map(), pools: new Map() };
  for (const each of resources) {
    const { id } = each;
    const from = propertiesOf({ ...each });
    if (isInterface.test(id)) {
      note(interfaces, from.networkSecurityGroup, id);
      for (const configuration of objectsIn(from.ipConfigurations))
        note(members, propertiesOf(configuration).subnet, childId(configuration, id, 'ipConfigurations'));
    }
    for (const nic of listOf(objectOf(from.networkProfile)?.networkInterfaces)) note(machines, nic, id);
    noteScaleSet(interfaces, { ...from, id }, groupOf);
    noteBalancer(balancers, id, from);
    for (const subnet of objectsIn(from.subnets)) {
      const subnetId = textOf(subnet.id) ?? `${id}/subnets/${textOf(subnet.name) ?? ''}`;
      note(subnets, propertiesOf(subnet).networkSecurityGroup, subnetId);
      note(subnets, propertiesOf(subnet).routeTable, subnetId);
    }
  }
  return resources.map((each) => {
    const key = each.id.toLowerCase();
    const from = propertiesOf({ ...each });
    const [machine] = machines.get(key) ?? [];
    const links = {
      ...joined('subnets', from.subnets, subnets.get(key)),
      ...joined('networkInterfaces', from.networkInterfaces, interfaces.get(key)),
      ...(machine !== undefined && from.virtualMachine === undefined && { virtualMachine: { id: machine } }),
      ...(isNetwork.test(each.id) && withMembers(each.id, from.subnets, members)),
      ...(isInterface.test(each.id) && withBalancers(each.id, from.ipConfigurations, balancers)),
    };
    if (Object.keys(links).length === 0) return each;
    return objectOf(each.properties) === undefined
      ? { ...each, ...links }
      : { ...each, properties: { ...from, ...links } };
  });
}

/** A scale set that has no instances in the file: one stands for all, behind its own group and its subnet's. */
function noteScaleSet(
  interfaces: Pointers,
  { id, virtualMachineProfile }: Obj,
  groupOf: ReadonlyMap<string, unknown>,
): void {
  const profile = objectOf(objectOf(virtualMachineProfile)?.networkProfile);
  for (const each of objectsIn(profile?.networkInterfaceConfigurations)) {
    const { networkSecurityGroup, ipConfigurations } = propertiesOf(each);
    const instance = `${textOf(id) ?? ''}/virtualMachines/0/networkInterfaces/${textOf(each.name) ?? ''}`;
    note(interfaces, networkSecurityGroup, instance);
    for (const configuration of objectsIn(ipConfigurations))
      note(interfaces, groupOf.get(idOf(propertiesOf(configuration).subnet) ?? ''), instance);
  }
}

/** By the id of a subnet, in lower case: the reference to its group. */
function groupsOfSubnets(resources: readonly ArmResource[]): ReadonlyMap<string, unknown> {
  const groups = new Map<string, unknown>();
  for (const each of resources)
    for (const subnet of objectsIn(propertiesOf({ ...each }).subnets))
      groups.set(childId(subnet, each.id, 'subnets'), propertiesOf(subnet).networkSecurityGroup);
  return groups;
}

interface BalancerPointers {
  readonly natRules: Pointers;
  readonly pools: Pointers;
}

function noteBalancer(
  { natRules, pools }: BalancerPointers,
  id: string,
  { inboundNatRules, backendAddressPools }: Readonly<Record<string, unknown>>,
): void {
  for (const rule of objectsIn(inboundNatRules)) {
    note(natRules, propertiesOf(rule).backendIPConfiguration, childId(rule, id, 'inboundNatRules'));
  }
  for (const pool of objectsIn(backendAddressPools)) {
    for (const member of listOf(propertiesOf(pool).backendIPConfigurations))
      note(pools, member, childId(pool, id, 'backendAddressPools'));
  }
}

function objectsIn(list: unknown): Readonly<Record<string, unknown>>[] {
  return listOf(list)
    .map(objectOf)
    .filter((each) => each !== undefined);
}

function withBalancers(nicId: string, given: unknown, { natRules, pools }: BalancerPointers) {
  const configurations = listOf(given).map((each) => {
    const object = objectOf(each);
    if (object === undefined) return each;
    const from = propertiesOf(object);
    const id = childId(object, nicId, 'ipConfigurations');
    const links = {
      ...joined('loadBalancerInboundNatRules', from.loadBalancerInboundNatRules, natRules.get(id)),
      ...joined('loadBalancerBackendAddressPools', from.loadBalancerBackendAddressPools, pools.get(id)),
    };
    return object.properties === undefined ? { ...object, ...links } : { ...object, properties: { ...from, ...links } };
  });
  return { ipConfigurations: configurations };
}

function withMembers(networkId: string, given: unknown, members: Pointers) {
  const subnets = listOf(given).map((each) => {
    const object = objectOf(each);
    const found = object === undefined ? undefined : members.get(childId(object, networkId, 'subnets'));
    if (object === undefined || found === undefined) return each;
    const from = propertiesOf(object);
    const links = joined('ipConfigurations', from.ipConfigurations, found);
    return object.properties === undefined ? { ...object, ...links } : { ...object, properties: { ...from, ...links } };
  });
  return { subnets };
}

function note(pointers: Pointers, to: unknown, by: string): void {
  const key = idOf(to);
  if (key === undefined) return;
  const known = pointers.get(key) ?? new Set();
  pointers.set(key, known.add(by));
}

function joined(name: string, given: unknown, found: ReadonlySet<string> | undefined) {
  if (found === undefined) return {};
  const named = new Set(listOf(given).map(idOf));
  const missing = [...found].filter((id) => !named.has(id.toLowerCase()));
  return { [name]: [...listOf(given), ...missing.map((id) => ({ id }))] };
}

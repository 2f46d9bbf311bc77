import { balancerFromArm, type SurveyedBalancer } from './arm/balancer-from-arm.ts';
import { interfaceFromArm, type SurveyedInterface } from './arm/interface-from-arm.ts';
import { machineFromArm, publicIpFromArm, type SurveyedAddress, type SurveyedMachine } from './arm/machine-from-arm.ts';
import { networkFromArm, routesFromArm, type SurveyedNetwork } from './arm/network-from-arm.ts';
import { objectOf, textOf } from './arm/object.ts';
import type { Inventory, InventoryType } from './inventory.ts';

export interface ReadRoutes {
  /** By subnet id, the prefixes of routes that widen the tag VirtualNetwork there. */
  readonly widening: ReadonlyMap<string, readonly string[]>;
  /** All tables that were read. */
  readonly tables: ReadonlySet<string>;
}

export async function readRoutes(inventory: Inventory): Promise<ReadRoutes> {
  const widening = new Map<string, readonly string[]>();
  const tables = new Set<string>();
  await forEach(inventory, 'microsoft.network/routetables', routesFromArm, ({ id, prefixes, subnetIds }) => {
    tables.add(id);
    if (prefixes.length > 0) for (const subnetId of subnetIds) widening.set(subnetId, prefixes);
  });
  return { widening, tables };
}

/** The networks that are wanted; of the others nothing is kept. */
export async function readNetworks(
  inventory: Inventory,
  isWanted: (network: SurveyedNetwork) => boolean,
): Promise<Map<string, SurveyedNetwork>> {
  const networks = new Map<string, SurveyedNetwork>();
  await forEach(inventory, 'microsoft.network/virtualnetworks', networkFromArm, (network) => {
    if (isWanted(network)) networks.set(network.id, network);
  });
  return networks;
}

export async function readInterfaces(
  inventory: Inventory,
  isWanted: (nic: SurveyedInterface) => boolean,
): Promise<{ readonly kept: SurveyedInterface[]; readonly count: number }> {
  const kept: SurveyedInterface[] = [];
  let count = 0;
  await forEach(inventory, 'microsoft.network/networkinterfaces', interfaceFromArm, (nic) => {
    count += 1;
    if (isWanted(nic)) kept.push(nic);
  });
  return { kept, count };
}

/** Those that forward to the port, and which of the ones that are looked for were there at all. */
export async function readBalancers(
  inventory: Inventory,
  port: number,
  wanted: ReadonlySet<string>,
): Promise<{ readonly balancers: readonly SurveyedBalancer[]; readonly seen: ReadonlySet<string> }> {
  const balancers: SurveyedBalancer[] = [];
  const seen = new Set<string>();
  await forEach(
    inventory,
    'microsoft.network/loadbalancers',
    (value) => balancerFromArm(value, port),
    (balancer) => {
      if (wanted.has(balancer.id)) seen.add(balancer.id);
      if (balancer.forwards.length > 0) balancers.push(balancer);
    },
  );
  return { balancers, seen };
}

export async function readPublicIps(
  inventory: Inventory,
  wanted: ReadonlySet<string>,
): Promise<Map<string, SurveyedAddress>> {
  const addresses = new Map<string, SurveyedAddress>();
  if (wanted.size === 0) return addresses;
  await forEachWanted(inventory, 'microsoft.network/publicipaddresses', wanted, (id, value) => {
    const address = publicIpFromArm(value);
    if (address !== undefined) addresses.set(id, address);
  });
  return addresses;
}

export async function readMachines(
  inventory: Inventory,
  wanted: ReadonlySet<string>,
): Promise<{ readonly machines: Map<string, SurveyedMachine>; readonly count: number }> {
  const machines = new Map<string, SurveyedMachine>();
  const count = await forEachWanted(inventory, 'microsoft.compute/virtualmachines', wanted, (id, value) => {
    const machine = machineFromArm(value);
    if (machine !== undefined) machines.set(id, machine);
  });
  return { machines, count };
}

async function forEach<Value>(
  inventory: Inventory,
  type: InventoryType,
  read: (value: unknown) => Value | undefined,
  take: (value: Value) => void,
): Promise<void> {
  for await (const page of inventory.pages(type)) {
    for (const each of page) {
      const value = read(each);
      if (value !== undefined) take(value);
    }
  }
}

async function forEachWanted(
  inventory: Inventory,
  type: InventoryType,
  wanted: ReadonlySet<string>,
  take: (id: string, value: unknown) => void,
): Promise<number> {
  let count = 0;
  for await (const page of inventory.pages(type)) {
    count += page.length;
    for (const each of page) {
      const id = textOf(objectOf(each)?.id)?.toLowerCase() ?? '';
      if (wanted.has(id)) take(id, each);
    }
  }
  return count;
}

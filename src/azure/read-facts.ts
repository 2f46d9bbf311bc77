import type { NetworkInterface } from '@azure/arm-network';
import type { AdminRules, Forward, Nic, Nsg, PublicIp, Subnet, Unreadable, VmFacts } from '../core/facts.ts';
import type { VmCandidate } from '../core/vm-name.ts';
import type { Clients } from './clients.ts';
import { createNetworkReads, type NetworkReads } from './network-reads.ts';
import { type ForwardTarget, forwardsTo, type PlannedForward } from './normalise/load-balancer.ts';
import { type NicReference, normaliseNic, plainAddress } from './normalise/nic.ts';
import { subnetAlone, subnetFromNetwork } from './normalise/virtual-network.ts';
import { normaliseVm } from './normalise/vm.ts';
import { readVm } from './read-vm.ts';
import type { Reader, ReadResult } from './reader.ts';
import { idKey, nameOf, parentId } from './resource-id.ts';

/**
 * Reads a VM and its surroundings in three rounds: the VM together with the interfaces that it is believed to have;
 * what those point to; and what those point to in turn. An interface that was not foreseen costs one round more.
 */
export async function readFacts(
  { id, nicIds }: Pick<VmCandidate, 'id' | 'nicIds'>,
  clients: Clients,
  reader: Reader,
): Promise<VmFacts> {
  const network = createNetworkReads(clients, reader);
  const [{ model, status }] = await Promise.all([readVm(id, clients, reader), ...nicIds.map(network.nic)]);
  const vm = normaliseVm(model, id);
  const references = (model.networkProfile?.networkInterfaces ?? []).flatMap(({ id: nicId, primary }, _, all) =>
    nicId ? [{ id: nicId, primary, only: all.length === 1 }] : [],
  );
  const read = await Promise.all(
    references.map(async (reference) => ({ reference, nic: await network.nic(reference.id) })),
  );
  const models = read.flatMap(({ nic }) => (nic.ok ? [nic.value] : []));
  const [nics, forwards, adminRules] = await Promise.all([
    Promise.all(read.map(({ reference, nic }) => (nic.ok ? nicFacts(nic.value, reference, network) : nic.unreadable))),
    forwardFacts(models, vm.subscriptionId, network),
    adminRuleFacts(models, network),
  ]);
  return { vm, status, nics, forwards, adminRules };
}

async function nicFacts(model: NetworkInterface, reference: NicReference, network: NetworkReads): Promise<Nic> {
  const configurations = model.ipConfigurations ?? [];
  const publicIpIds = configurations.flatMap(({ publicIPAddress }) => publicIPAddress?.id ?? []);
  const subnetIds = configurations.flatMap(({ subnet }) => subnet?.id ?? []);
  const nsgId = model.networkSecurityGroup?.id;
  const [nsg, publicIps, subnets] = await Promise.all([
    nsgId ? factOf(network.nsg(nsgId)) : undefined,
    byId(publicIpIds, (each): Promise<PublicIp | Unreadable> => factOf(network.publicIp(each))),
    byId(subnetIds, (each) => subnetFacts(each, network)),
  ]);
  return normaliseNic(model, reference, {
    nsg,
    publicIp: (each) => publicIps.get(idKey(each)),
    subnet: (each) => subnets.get(idKey(each)),
  });
}

/** The virtual network tells of its subnets and of its peers in one answer; a subnet alone is the second best. */
async function subnetFacts(id: string, network: NetworkReads): Promise<Subnet | Unreadable> {
  const vnetId = parentId(id);
  const vnet = await network.vnet(vnetId);
  let reading = vnet.ok ? subnetFromNetwork(vnet.value, id) : undefined;
  if (reading === undefined) {
    const alone = await network.subnet(id);
    if (!alone.ok) return alone.unreadable;
    reading = subnetAlone(alone.value);
  }
  const nsg: Nsg | Unreadable | undefined = reading.nsgId ? await factOf(network.nsg(reading.nsgId)) : undefined;
  const { natGatewayId, vnetPrefixes } = reading;
  const around = { nsg, vnetPrefixes, ...(natGatewayId !== undefined && { natGatewayId }) };
  return { kind: 'subnet', id, name: nameOf(id), vnetId, ...around };
}

/**
 * An interface names the load balancers whose pools it was put into. A pool that is kept by address leaves no trace
 * there: where nothing else leads to the VM over IPv4, all load balancers of its subscription are searched.
 */
async function forwardFacts(
  models: readonly NetworkInterface[],
  subscriptionId: string,
  network: NetworkReads,
): Promise<(Forward | Unreadable)[]> {
  const configurations = models.flatMap(({ ipConfigurations }) => ipConfigurations ?? []);
  if (configurations.length === 0) return [];
  const targets: ForwardTarget[] = configurations.map((each) => ({
    ipConfigurationId: each.id ?? '',
    privateAddress: plainAddress(each.privateIPAddress),
    vnetId: each.subnet?.id ? parentId(each.subnet.id) : undefined,
    poolIds: (each.loadBalancerBackendAddressPools ?? []).flatMap(({ id }) => id ?? []),
  }));
  const natRuleIds = configurations.flatMap(({ loadBalancerInboundNatRules }) => loadBalancerInboundNatRules ?? []);
  const childIds = [...natRuleIds.flatMap(({ id }) => id ?? []), ...targets.flatMap(({ poolIds }) => poolIds)];
  const unreachable =
    childIds.length === 0 &&
    configurations.every((each) => !each.publicIPAddress || isIpv6(each.privateIPAddressVersion));
  const found = unreachable
    ? await mapped(network.loadBalancers(subscriptionId), (all) => all.flatMap((each) => forwardsTo(each, targets)))
    : await Promise.all(
        distinct(childIds.map(parentId)).map((id) =>
          mapped(network.loadBalancer(id), (each) => forwardsTo(each, targets)),
        ),
      );
  return Promise.all(found.flat().map((each) => (each.kind === 'planned' ? withFrontend(each, network) : each)));
}

function isIpv6(version: string | undefined): boolean {
  return version?.toLowerCase() === 'ipv6';
}

async function withFrontend(
  { forward, publicIpId }: PlannedForward,
  network: NetworkReads,
): Promise<Forward | Unreadable> {
  if (publicIpId === undefined) return forward;
  const publicIp = await factOf(network.publicIp(publicIpId));
  if (publicIp.kind === 'unreadable') return publicIp;
  // Azure joins addresses and load balancers of one sku only: where one does not say, the other tells.
  const skus = [publicIp.sku, forward.sku];
  const sku = (['Standard', 'Basic'] as const).find((each) => skus.includes(each)) ?? 'unknown';
  return { ...forward, sku, ...(publicIp.address !== undefined && { frontendAddress: publicIp.address }) };
}

function adminRuleFacts(
  models: readonly NetworkInterface[],
  network: NetworkReads,
): Promise<(AdminRules | Unreadable)[]> {
  const subnetIds = models.flatMap(({ ipConfigurations }) =>
    (ipConfigurations ?? []).flatMap(({ subnet }) => subnet?.id ?? []),
  );
  return Promise.all(distinct(subnetIds.map(parentId)).map((id) => factOf(network.adminRules(id))));
}

async function factOf<T>(result: Promise<ReadResult<T>>): Promise<T | Unreadable> {
  const settled = await result;
  return settled.ok ? settled.value : settled.unreadable;
}

async function mapped<T, U>(result: Promise<ReadResult<T>>, map: (value: T) => U[]): Promise<(U | Unreadable)[]> {
  const settled = await result;
  return settled.ok ? map(settled.value) : [settled.unreadable];
}

async function byId<T>(ids: readonly string[], read: (id: string) => Promise<T>): Promise<Map<string, T>> {
  return new Map(await Promise.all(distinct(ids).map(async (id): Promise<[string, T]> => [idKey(id), await read(id)])));
}

function distinct(ids: readonly string[]): string[] {
  return [...new Map(ids.map((id) => [idKey(id), id])).values()];
}

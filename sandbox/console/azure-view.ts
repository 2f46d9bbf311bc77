import ipaddr from 'ipaddr.js';
import { parseResourceId } from '../world/resource-id.ts';
import type { Resource } from '../world/schema.ts';
import type { World } from '../world/world.ts';
import { type NsgRow, nsgRow } from './azure/nsg-row.ts';
import { loadBalancerEndpoints } from './azure/public-endpoints.ts';
import { type Endpoint, vmNetwork } from './azure/vm-network.ts';
import { type Reach, type VmRow, vmRow } from './azure/vm-row.ts';

export type { NsgRow, RuleRow } from './azure/nsg-row.ts';
export type { Reach, VmRow } from './azure/vm-row.ts';

/** The pretend internet's decision about one packet. */
export type Deliver = (
  world: World,
  packet: { readonly source: string; readonly destination: string; readonly port: number },
) => { readonly kind: string };

/** What the pane beside the workspace shows of the pretend Azure. */
export interface AzureView {
  /** VMs in the world, VMs that fit the search, and the first of those. */
  readonly total: number;
  readonly matching: number;
  readonly vms: readonly VmRow[];
  /** NSGs that fit the search themselves, or that guard one of the shown VMs. */
  readonly nsgs: readonly NsgRow[];
  readonly botAddress: string;
}

export interface AzureViewOptions {
  readonly search: string;
  /** How many VMs to show at most. */
  readonly limit: number;
  readonly deliver?: Deliver;
  readonly recentAddresses: readonly string[];
}

/** An address of TEST-NET-1 stands for anybody on the internet: no rule of a sensible world names it. */
export const strangerAddress = '192.0.2.77';

/** A packet's way costs a walk over the whole world; in a large one only the first VMs of a search are asked about. */
const walksAllowed = 200_000;

export function azureView(world: World, options: AzureViewOptions): AzureView {
  const subscriptions = new Map(
    world.subscriptions.map((each) => [each.subscriptionId.toLowerCase(), each.displayName]),
  );
  const placeOf = (resource: Resource) => {
    const { subscriptionId, resourceGroup } = parseResourceId(resource.id);
    return { resourceGroup, subscription: subscriptions.get(subscriptionId.toLowerCase()) ?? subscriptionId };
  };
  const fits = fitsSearch(options.search);
  const all = world.list('Microsoft.Compute/virtualMachines');
  const matching = all.filter((vm) => {
    const { resourceGroup, subscription } = placeOf(vm);
    return fits(vm.name, resourceGroup, subscription);
  });
  const loadBalanced = loadBalancerEndpoints(world);
  const sources = sourcesOf(world, options);
  const asked = Math.floor(walksAllowed / Math.max(1, all.length * sources.length));
  const vms = matching.slice(0, options.limit).map((vm, index) => {
    const network = vmNetwork(world, vm, loadBalanced);
    return vmRow(
      vm,
      placeOf(vm),
      network,
      index < asked ? reachOf(world, network.endpoints, sources, options.deliver) : [],
    );
  });
  const guarding = new Set(vms.flatMap((vm) => [...vm.nicNsgIds, ...vm.subnetNsgIds]).map((id) => id.toLowerCase()));
  const nsgs = world
    .list('Microsoft.Network/networkSecurityGroups')
    .filter((nsg) => guarding.has(nsg.id.toLowerCase()) || fits(nsg.name, placeOf(nsg).resourceGroup))
    .slice(0, options.limit)
    .map((nsg) => nsgRow(nsg, placeOf(nsg).resourceGroup));
  return { total: all.length, matching: matching.length, vms, nsgs, botAddress: world.botAddress };
}

/** IPv4 and IPv6 addresses that somebody typed, without what follows a slash; in the order of the text. */
export function addressesIn(text: string): string[] {
  const words = text.split(/[\s<>|,;()"'`]+/).map((word) => word.replace(/\/\d+$/, ''));
  return [...new Set(words.filter(isAddress))];
}

function isAddress(word: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(word) || ipaddr.IPv6.isValid(word);
}

function fitsSearch(search: string): (...texts: readonly string[]) => boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return (...texts) => {
    const text = texts.join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

function sourcesOf(world: World, options: AzureViewOptions): Pick<Reach, 'address' | 'who'>[] {
  return [
    { address: world.botAddress, who: 'bot' },
    { address: strangerAddress, who: 'internet' },
    ...options.recentAddresses.map((address) => ({ address, who: 'recent' as const })),
  ];
}

function reachOf(
  world: World,
  endpoints: readonly Endpoint[],
  sources: readonly Pick<Reach, 'address' | 'who'>[],
  deliver: Deliver | undefined,
): Reach[] {
  if (deliver === undefined) return [];
  const gets = (source: string) => (endpoint: Endpoint) =>
    deliver(world, { source, destination: endpoint.address, port: endpoint.port }).kind === 'delivered';
  return sources.map((source) => ({
    ...source,
    verdict: endpoints.length === 0 ? 'no way in' : endpoints.some(gets(source.address)) ? 'reaches' : 'blocked',
  }));
}

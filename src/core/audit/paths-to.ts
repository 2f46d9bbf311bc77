import type { Nsg, Unreadable } from '../facts.ts';
import type { ExposureContext } from '../net/exposure.ts';
import { hostAt } from '../net/through-layer.ts';
import type { SurveyedConfiguration, SurveyedInterface } from './arm/interface-from-arm.ts';
import type { SurveyedNetwork } from './arm/network-from-arm.ts';
import type { ExposurePath } from './finding.ts';
import { type FreshReads, groupIn } from './fresh-reads.ts';
import { type JudgedPath, judgePath } from './judge-path.ts';
import type { Around } from './read-around.ts';
import type { WideningRoutes } from './surroundings.ts';
import type { SurveyOptions } from './survey-options.ts';

export interface SurveyedPath extends ExposurePath {
  readonly verdict: JudgedPath['verdict'];
  readonly adminRulesUnread?: true;
  readonly sku: string;
}

export interface PathParts {
  readonly around: Around;
  readonly routes: WideningRoutes;
  readonly reads: FreshReads;
  readonly options: SurveyOptions;
  /** Takes out of a group what is not to count. */
  readonly clean: (nsg: Nsg) => Nsg;
}

/** Every way from the internet to the machine behind one interface, or that there is none. */
export async function pathsTo(nic: SurveyedInterface, parts: PathParts): Promise<SurveyedPath[]> {
  const { around } = parts;
  if (nic.machineId === undefined) return [];
  const machine = around.machines.get(nic.machineId) ?? unknownMachine(nic.machineId);
  const paths: SurveyedPath[] = [];
  for (const configuration of nic.configurations) {
    const host = hostAt(configuration.privateAddress, configuration.asgIds);
    if (host === undefined) continue;
    const endpoints = endpointsOf(configuration, around, parts.options.port).filter(
      ({ address }) => address === '' || address.includes(':') === (host.family === 6),
    );
    const layers = await layersAt(nic, configuration, endpoints.length > 0, parts);
    for (const endpoint of endpoints.length === 0 ? [undefined] : endpoints) {
      const { adminRules, ...rest } = layers;
      const judged = judgePath({ host, endpoint, adminRules, ...rest });
      const { sku = '', ...shown } = endpoint ?? {};
      paths.push({
        machine,
        interfaceName: nic.name,
        privateAddress: configuration.privateAddress,
        ...('via' in shown && { endpoint: shown }),
        ...judged,
        ...(adminRules?.kind === 'unreadable' && { adminRulesUnread: true }),
        sku,
      });
    }
  }
  return paths;
}

function unknownMachine(id: string): ExposurePath['machine'] {
  return { id, name: id.slice(id.lastIndexOf('/') + 1), power: 'unknown', os: 'unknown' };
}

type Endpoint = NonNullable<ExposurePath['endpoint']> & { readonly sku: string };

function endpointsOf(
  configuration: SurveyedConfiguration,
  { addresses, forwardsTo }: Around,
  port: number,
): Endpoint[] {
  const own = configuration.publicIpId === undefined ? undefined : addresses.get(configuration.publicIpId);
  const forwarded = forwardsTo(configuration).map((each): Endpoint => {
    const frontend = addresses.get(each.publicIpId);
    const sku = frontend?.sku || each.sku;
    const { kind: via, frontendPort, balancer: loadBalancer } = each;
    return { via, address: frontend?.address ?? '', port: frontendPort, loadBalancer, sku };
  });
  return [...(own === undefined ? [] : [{ via: 'public-ip', port, ...own } as const]), ...forwarded];
}

async function layersAt(
  nic: SurveyedInterface,
  { subnetId }: SurveyedConfiguration,
  isReachable: boolean,
  { around, routes, reads, options, clean }: PathParts,
) {
  const vnetId = subnetId.replace(/\/subnets\/[^/]*$/, '');
  const network = around.networks.get(vnetId) ?? (isReachable ? await reads.network(vnetId) : undefined);
  const subnetNsgId = network !== undefined && !('kind' in network) ? subnetNsg(network, subnetId) : undefined;
  const group = async (id: string | undefined): Promise<Nsg | Unreadable | undefined> => {
    if (id === undefined || !isReachable) return undefined;
    const read = groupIn(await reads.nsg(id), id);
    return read.kind === 'nsg' ? clean(read) : read;
  };
  const context: ExposureContext = {
    port: options.port,
    thresholds: options.thresholds,
    vnetPrefixes: network !== undefined && !('kind' in network) ? network.prefixes : [],
    routePrefixes: routes.get(subnetId) ?? [],
  };
  return {
    context,
    subnetNsg: network !== undefined && 'kind' in network ? network : await group(subnetNsgId),
    nicNsg: await group(nic.nsgId),
    adminRules: isReachable ? await reads.adminRules(vnetId) : undefined,
  };
}

function subnetNsg({ subnets }: SurveyedNetwork, subnetId: string): string | undefined {
  return subnets.find(({ id }) => id === subnetId)?.nsgId;
}

import type { AdminRules, Nsg, Unreadable } from '../facts.ts';
import { hostAt } from '../net/through-layer.ts';
import type { SurveyedConfiguration, SurveyedInterface } from './arm/interface-from-arm.ts';
import { networkOf } from './arm/network-of.ts';
import type { ExposurePath } from './finding.ts';
import { type FreshReads, groupIn } from './fresh-reads.ts';
import { type GroupOfSubnet, groupOfSubnet } from './group-of-subnet.ts';
import { isStandard, type JudgedPath, judgePath, type PathLayers } from './judge-path.ts';
import type { Around } from './read-around.ts';
import type { ReadRoutes } from './surroundings.ts';
import type { SurveyOptions } from './survey-options.ts';
import { type Way, waysTo } from './ways-to.ts';

export interface SurveyedPath extends ExposurePath {
  readonly verdict: JudgedPath['verdict'];
  readonly adminRulesUnread?: Unreadable['reason'];
  readonly sku: string;
  /** Whether a group is on the way; one sentence where that could not be read. */
  readonly guard: 'some' | 'none' | { readonly unread: string };
  /** One sentence: why it may be minutes old. */
  readonly isOld?: string;
}

export interface PathParts {
  readonly around: Around;
  readonly routes: ReadRoutes;
  readonly reads: FreshReads;
  readonly options: SurveyOptions;
  /** Takes out of a group what is not to count. */
  readonly clean: (nsg: Nsg) => Nsg;
}

/** Every way from the internet to the machine behind one interface, or that there is none. */
export async function pathsTo(nic: SurveyedInterface, parts: PathParts): Promise<SurveyedPath[]> {
  const { around, options } = parts;
  if (nic.machineId === undefined) return [];
  const machine = around.machines.get(nic.machineId)?.shown ?? unknownMachine(nic.machineId);
  const paths: SurveyedPath[] = [];
  for (const configuration of nic.configurations) {
    const host = hostAt(configuration.privateAddress, configuration.asgIds);
    if (host === undefined) continue;
    const ways = waysTo(configuration, around, options.port).filter(
      ({ endpoint: { address } = { address: '' } }) => address === '' || address.includes(':') === (host.family === 6),
    );
    const layers = await layersAt(nic, configuration, ways, parts);
    const { adminRules, guard, isOld, ...rest } = layers;
    for (const way of ways.length === 0 ? [undefined] : ways) {
      paths.push({
        machine,
        interfaceName: nic.name,
        privateAddress: configuration.privateAddress,
        ...(way?.endpoint && { endpoint: way.endpoint }),
        ...judgeWithRoutes({ host, way, adminRules, ...rest }, around.unreadTables.get(configuration.subnetId)),
        ...(adminRules?.kind === 'unreadable' && { adminRulesUnread: adminRules.reason }),
        sku: way?.sku ?? '',
        guard,
        ...(isOld !== undefined && { isOld }),
      });
    }
  }
  return paths;
}

const everywhere = ['0.0.0.0/0', '::/0'];

/** A route table that could not be read may let the internet in by the default rules of a group that stops it otherwise. */
function judgeWithRoutes(layers: PathLayers, unreadTable: string | undefined): JudgedPath {
  const judged = judgePath(layers);
  if (unreadTable === undefined || judged.isOpen !== false) return judged;
  const { isOpen } = judgePath({ ...layers, context: { ...layers.context, routePrefixes: everywhere } });
  if (isOpen === false || judged.stoppedBy === undefined) return judged;
  const because = `The route table ${unreadTable.slice(unreadTable.lastIndexOf('/') + 1)} could not be read.`;
  return { ...judged, isOpen: 'unknown', stoppedBy: { ...judged.stoppedBy, because } };
}

function unknownMachine(id: string): ExposurePath['machine'] {
  return { id, name: id.slice(id.lastIndexOf('/') + 1), power: 'unknown', os: 'unknown' };
}

interface Layers extends Pick<GroupOfSubnet, 'guard' | 'isOld'> {
  readonly subnetNsg: Nsg | Unreadable | undefined;
  readonly nicNsg: Nsg | Unreadable | undefined;
  readonly adminRules: AdminRules | Unreadable | undefined;
  readonly context: PathLayers['context'];
}

/** What is on the way; nothing is read for ways that are not there, or that end before it. */
async function layersAt(
  nic: SurveyedInterface,
  { subnetId }: SurveyedConfiguration,
  ways: readonly Way[],
  parts: PathParts,
): Promise<Layers> {
  const { around, routes, reads, options, clean } = parts;
  const group = async (id: string | undefined): Promise<Nsg | Unreadable | undefined> => {
    if (id === undefined) return undefined;
    const read = groupIn(await reads.nsg(id), id);
    return read.kind === 'nsg' ? clean(read) : read;
  };
  const vnetId = networkOf(subnetId);
  const context = {
    port: options.port,
    thresholds: options.thresholds,
    vnetPrefixes: around.networks.get(vnetId)?.prefixes ?? [],
    routePrefixes: routes.widening.get(subnetId) ?? [],
  };
  const nothing = { context, subnetNsg: undefined, nicNsg: undefined, adminRules: undefined };
  if (ways.length === 0) return { ...nothing, guard: 'some' };
  const of = await groupOfSubnet(nic, subnetId, ways.every(isStandard), parts);
  const { guard, isOld } = of;
  const told = { guard, ...(isOld !== undefined && { isOld }) };
  if (guard === 'none' && ways.every(isStandard)) return { ...nothing, ...told };
  return {
    context,
    ...told,
    subnetNsg: of.unreadable ?? (await group(of.nsgId)),
    nicNsg: await group(nic.nsgId),
    adminRules: await reads.adminRules(vnetId),
  };
}

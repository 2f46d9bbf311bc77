import type { SurveyedInterface } from './arm/interface-from-arm.ts';
import { networkOf } from './arm/network-of.ts';
import type { ReadNsg } from './arm/nsg-from-arm.ts';
import type { SurveyedPath } from './paths-to.ts';
import type { Around } from './read-around.ts';

/** What a group guards, as far as it was read. */
export interface BehindGroup {
  readonly nics: readonly SurveyedInterface[];
  /** Names: their instances' interfaces are on no page. */
  readonly scaleSets: readonly string[];
  /** Ids of interfaces that the group or its subnets name, and that no page had. */
  readonly hidden: readonly string[];
  readonly interfaces: number;
}

/** The interface of an instance; what it names is the scale set. */
export const inScaleSet = /\/virtualMachineScaleSets\/([^/]+)\//i;

export function behindGroup({ nsg, subnetIds, interfaceIds }: ReadNsg, around: Around): BehindGroup {
  const nics = around.behind(nsg.id, subnetIds);
  const read = new Set(nics.map(({ id }) => id));
  const named = new Map(
    [...interfaceIds, ...subnetIds.flatMap((id) => interfacesIn(id.toLowerCase(), around))].map((id) => [
      id.toLowerCase(),
      id,
    ]),
  );
  const others = [...named].flatMap(([key, id]) => (read.has(key) ? [] : [id]));
  return {
    nics,
    scaleSets: [...new Set(others.flatMap((id) => inScaleSet.exec(id)?.[1] ?? []))],
    hidden: others.filter((id) => !inScaleSet.test(id)),
    interfaces: read.size + others.length,
  };
}

function interfacesIn(subnetId: string, { networks }: Around): readonly string[] {
  return networks.get(networkOf(subnetId))?.subnets.find(({ id }) => id === subnetId)?.interfaceIds ?? [];
}

/** An interface of which only its id is known: any way may lead there. */
export function hiddenPath(id: string): SurveyedPath {
  const name = id.slice(id.lastIndexOf('/') + 1);
  return {
    machine: { id, name, power: 'unknown', os: 'unknown' },
    interfaceName: name,
    privateAddress: '',
    isOpen: 'unknown',
    publicIpv4Addresses: 0,
    verdict: 'closed',
    stoppedBy: { layer: 'no-public-endpoint', because: `The network interface ${name} could not be read.` },
    sku: '',
    guard: 'some',
  };
}

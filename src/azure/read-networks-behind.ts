import { interfaceFromArm, type SurveyedInterface } from '../core/audit/arm/interface-from-arm.ts';
import { networkFromArm, routesFromArm, type SurveyedSubnet } from '../core/audit/arm/network-from-arm.ts';
import { subnetSpacesFromArm } from '../core/audit/arm/subnet-spaces-from-arm.ts';
import type { ArmResource } from '../core/audit/inventory.ts';
import type { AdminRules, Unreadable } from '../core/facts.ts';
import { inParallel } from '../core/in-parallel.ts';
import type { NsgFacts } from '../core/nsg-facts.ts';
import { idKey, parentId } from './resource-id.ts';

type Group = Pick<NsgFacts, 'subnetIds' | 'interfaceIds'>;
export type NetworksBehind = Required<Pick<NsgFacts, 'around' | 'adminRules' | 'unread'>>;

export interface NetworkSource {
  get(id: string): Promise<ArmResource | Unreadable | undefined>;
  adminRules(networkId: string): Promise<AdminRules | Unreadable>;
}

const atATime = 4;
/** Of a group that guards more interfaces, one by one, those behind these are not looked at; and it is said. */
const mostInterfaces = 100;

/**
 * What is around a group: the networks of its subnets and interfaces, the routes there, which widen the tag
 * VirtualNetwork, and Virtual Network Manager's rules, which decide before the group. Never rejects; what could not be
 * read is told.
 */
export async function readNetworksBehind(group: Group, source: NetworkSource): Promise<NetworksBehind> {
  const { subnetIds, interfaceIds } = group;
  const unread: string[] = [];
  const told = <T>(got: T | Unreadable): T | undefined => {
    if (!isNotRead(got)) return got;
    unread.push(`The ${got.what} could not be read: ${got.because}`);
    return undefined;
  };
  const each = <T>(ids: readonly string[], read: (value: ArmResource) => T | undefined) =>
    inParallel([...new Set(ids.map(idKey))], atATime, async (id) => {
      const got = told(await source.get(id));
      return got === undefined ? undefined : read(got);
    }).then((all) => all.filter((value) => value !== undefined));

  if (interfaceIds.length > mostInterfaces)
    unread.push(`It guards ${interfaceIds.length} interfaces, of which the first ${mostInterfaces} were looked at.`);
  const nics = await each(interfaceIds.slice(0, mostInterfaces), interfaceFromArm);
  const behind = new Set([
    ...subnetIds.map(idKey),
    ...nics.flatMap(({ configurations }) => configurations.map(({ subnetId }) => subnetId).filter((id) => id !== '')),
  ]);
  const networkIds = [...new Set([...behind].map(parentId))];
  const networks = await each(networkIds, (value) => {
    const network = networkFromArm(value);
    return network && { ...network, spaces: subnetSpacesFromArm(value) };
  });
  const tables = networks.flatMap(({ subnets }) => subnets.flatMap((subnet) => tableOf(subnet, behind)));
  const routes = await each(tables, routesFromArm);
  const admin = await inParallel(networkIds, atATime, async (id) => told(await source.adminRules(id)));
  return {
    around: {
      vnetPrefixes: networks.flatMap(({ prefixes }) => prefixes),
      routePrefixes: routes.flatMap(({ prefixes }) => prefixes),
    },
    adminRules: admin.flatMap((read, at) => {
      const spaces = networks.find(({ id }) => id === networkIds[at])?.spaces;
      return read === undefined
        ? []
        : [{ rules: read.rules, guarded: guardedIn(networkIds[at] ?? '', group, { nics, spaces }) }];
    }),
    unread,
  };
}

function isNotRead<T>(got: T | Unreadable): got is Unreadable {
  return typeof got === 'object' && got !== null && 'kind' in got && got.kind === 'unreadable';
}

interface Known {
  readonly nics: readonly SurveyedInterface[];
  /** Of the network's subnets; undefined: not known. */
  readonly spaces: ReadonlyMap<string, readonly string[]> | undefined;
}

/** What of a network the group guards: whole subnets, and single interfaces. */
function guardedIn(networkId: string, { subnetIds }: Group, { nics, spaces }: Known): readonly string[] {
  const subnets = subnetIds.map(idKey).filter((id) => parentId(id) === networkId);
  const prefixes = subnets.map((id) => spaces?.get(id) ?? []);
  // A subnet of which no prefix is known may be any.
  if (prefixes.some((known) => known.length === 0)) return [];
  const addresses = nics.flatMap(({ configurations }) =>
    configurations.flatMap(({ subnetId, privateAddress }) => (parentId(subnetId) === networkId ? privateAddress : [])),
  );
  return [...prefixes.flat(), ...addresses.filter((address) => address !== '')];
}

function tableOf({ id, routeTableId }: SurveyedSubnet, behind: ReadonlySet<string>): string[] {
  return behind.has(id) && routeTableId !== undefined ? [routeTableId] : [];
}

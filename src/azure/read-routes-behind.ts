import { interfaceFromArm } from '../core/audit/arm/interface-from-arm.ts';
import { networkFromArm, routesFromArm, type SurveyedSubnet } from '../core/audit/arm/network-from-arm.ts';
import { type ArmResource, isUnreadable } from '../core/audit/inventory.ts';
import type { Unreadable } from '../core/facts.ts';
import { inParallel } from '../core/in-parallel.ts';
import type { NsgFacts } from '../core/nsg-facts.ts';
import { idKey, parentId } from './resource-id.ts';

type Group = Pick<NsgFacts, 'subnetIds' | 'interfaceIds'>;
export type RoutesBehind = Required<Pick<NsgFacts, 'around' | 'routesUnread'>>;
type Get = (id: string) => Promise<ArmResource | Unreadable | undefined>;

const atATime = 4;
/** Of a group that guards more interfaces, one by one, those behind these are not looked at; and it is said. */
const mostInterfaces = 100;

/**
 * What the tag VirtualNetwork holds behind a group: the networks of its subnets and interfaces, and the routes there.
 * Never rejects; what could not be read is told.
 */
export async function readRoutesBehind({ subnetIds, interfaceIds }: Group, get: Get): Promise<RoutesBehind> {
  const unread: string[] = [];
  const each = <T>(ids: readonly string[], read: (value: unknown) => T | undefined) =>
    inParallel([...new Set(ids.map(idKey))], atATime, async (id) => {
      const got = await get(id);
      if (got !== undefined && isUnreadable(got)) unread.push(`The ${got.what} could not be read: ${got.because}`);
      else return read(got);
      return undefined;
    }).then((all) => all.filter((value) => value !== undefined));

  if (interfaceIds.length > mostInterfaces)
    unread.push(`It guards ${interfaceIds.length} interfaces, of which the first ${mostInterfaces} were looked at.`);
  const nics = await each(interfaceIds.slice(0, mostInterfaces), interfaceFromArm);
  const behind = new Set([
    ...subnetIds.map(idKey),
    ...nics.flatMap(({ configurations }) => configurations.map(({ subnetId }) => subnetId)),
  ]);
  const networks = await each([...behind].map(parentId), networkFromArm);
  const tables = networks.flatMap(({ subnets }) => subnets.flatMap((subnet) => tableOf(subnet, behind)));
  const routes = await each(tables, routesFromArm);
  return {
    around: {
      vnetPrefixes: networks.flatMap(({ prefixes }) => prefixes),
      routePrefixes: routes.flatMap(({ prefixes }) => prefixes),
    },
    routesUnread: unread,
  };
}

function tableOf({ id, routeTableId }: SurveyedSubnet, behind: ReadonlySet<string>): string[] {
  return behind.has(id) && routeTableId !== undefined ? [routeTableId] : [];
}

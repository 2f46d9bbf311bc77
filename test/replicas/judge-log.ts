import type { LoggedRequest } from '../../sandbox/arm/request-log.ts';
import type { World } from '../../sandbox/world/world.ts';
import type { Row } from './row.ts';

/** What the pretend Resource Manager was asked to write and delete. */
export function judgeLog(seen: readonly LoggedRequest[], world: World, count: number): Row[] {
  const rules = seen.filter(({ path }) => /\/securityRules\/[^/]+$/i.test(path));
  const ofMethod = (method: string) => rules.filter((each) => each.method === method);
  const carriedOut = (method: string) => ofMethod(method).filter(({ status = 0 }) => status >= 200 && status < 300);
  const [puts, deletes] = [carriedOut('PUT'), carriedOut('DELETE')];
  return [
    { what: 'requests to Resource Manager', found: seen.length },
    { what: 'rules written', found: puts.length, wanted: count },
    { what: 'rules written more than once', found: doubled(puts), wanted: 0 },
    { what: 'writes that Azure refused (priority taken)', found: ofMethod('PUT').length - puts.length },
    { what: 'rules deleted', found: deletes.length, wanted: count },
    { what: 'rules deleted more than once', found: doubled(deletes), wanted: 0 },
    { what: 'rules left in Azure', found: rulesLeft(world), wanted: 0 },
  ];
}

function doubled(requests: readonly LoggedRequest[]): number {
  return requests.length - new Set(requests.map(({ path }) => path.toLowerCase())).size;
}

function rulesLeft(world: World): number {
  return world
    .list('Microsoft.Network/networkSecurityGroups')
    .reduce((sum, { properties }) => sum + ((properties.securityRules as unknown[] | undefined)?.length ?? 0), 0);
}

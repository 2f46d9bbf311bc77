import { networkOf } from './arm/network-of.ts';
import type { ReadNsg } from './arm/nsg-from-arm.ts';
import { type BehindGroup, behindGroup } from './behind-group.ts';
import { exposureBehind } from './exposure-behind.ts';
import { isWorthALook } from './flag-nsgs.ts';
import { foundInterfaces } from './found-interfaces.ts';
import type { PathParts } from './paths-to.ts';

export interface GroupNow extends ReturnType<typeof exposureBehind> {
  readonly behind: BehindGroup;
}

/**
 * A group with what is behind it. Where it is in order only because none of its hosts has the address that it lets in to, or
 * where a finding would end, its subnets are looked at once more: a machine may be newer than the page.
 */
export async function groupNow(read: ReadNsg, routePrefixes: readonly string[], parts: PathParts): Promise<GroupNow> {
  const judge = async (named: BehindGroup, isKnown: boolean): Promise<GroupNow> => {
    const { found, hidden } = await foundInterfaces(named.hidden, parts.reads);
    const gone = named.hidden.length - hidden.length - found.length;
    const behind = { ...named, nics: [...named.nics, ...found], hidden, interfaces: named.interfaces - gone };
    const hasMore = !isKnown || behind.scaleSets.length + behind.hidden.length > 0;
    return { behind, ...exposureBehind(read, { nics: behind.nics, hasMore, routePrefixes }, parts) };
  };
  const paged = await judge(behindGroup(read, parts.around), true);
  const mayEnd = parts.options.known.has(read.nsg.id.toLowerCase()) && !isWorthALook(paged.exposure);
  if (!(paged.isByHosts || mayEnd) || read.subnetIds.length === 0) return paged;
  const networks = new Map(parts.around.networks);
  let isKnown = true;
  for (const id of new Set(read.subnetIds.map((each) => networkOf(each.toLowerCase())))) {
    const now = await parts.reads.network(id);
    if (now === undefined) continue;
    if ('kind' in now) isKnown = false;
    else networks.set(id, now);
  }
  return judge(behindGroup(read, { ...parts.around, networks }), isKnown);
}

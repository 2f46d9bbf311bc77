import type { Nsg } from '../facts.ts';
import type { Exposure, ExposureContext, GuardedHost } from '../net/exposure.ts';
import { exposureOf } from '../net/exposure-of.ts';
import type { SurveyedInterface } from './arm/interface-from-arm.ts';
import { networkOf } from './arm/network-of.ts';
import type { ReadNsg } from './arm/nsg-from-arm.ts';
import { isWorthALook, ownDeniesOf } from './flag-nsgs.ts';
import type { PathParts } from './paths-to.ts';

interface Behind {
  readonly nics: readonly SurveyedInterface[];
  /** Whether there are more interfaces than those. */
  readonly hasMore: boolean;
  readonly routePrefixes: readonly string[];
}

/** Whom a group lets in to what is behind it, and whether that is the doing of routes and of no rule of its own. */
export function exposureBehind(
  read: ReadNsg,
  behind: Behind,
  parts: PathParts,
): {
  readonly exposure: Exposure;
  readonly isByRouteAlone: boolean;
  /** Whether it is in order only because of the hosts that there are. */
  readonly isByHosts: boolean;
  readonly context: ExposureContext;
} {
  const context = contextOf(read, behind, parts);
  const { exposure, isByHosts } = exposureTo(read.nsg, context);
  return { exposure, isByHosts, isByRouteAlone: isByRouteAlone(exposure, read.nsg, context), context };
}

/** To the hosts that there are; IPv6 to everybody is told even while none of them has it. */
function exposureTo(nsg: Nsg, context: ExposureContext): { readonly exposure: Exposure; readonly isByHosts: boolean } {
  const exposure = exposureOf(nsg, context);
  if (context.hosts === undefined || isWorthALook(exposure)) return { exposure, isByHosts: false };
  const { hosts: _, ...toAnybody } = context;
  const toAll = exposureOf(nsg, toAnybody);
  const isIpv6Alone = toAll.verdict === 'partial' && toAll.kinds.every((kind) => kind === 'ipv6');
  return isIpv6Alone ? { exposure: toAll, isByHosts: false } : { exposure, isByHosts: isWorthALook(toAll) };
}

function isByRouteAlone({ kinds }: Exposure, nsg: Nsg, context: ExposureContext): boolean {
  if (!kinds.includes('virtual-network-route')) return false;
  const { hosts, ...around } = context;
  const plain = hosts?.map(({ address, asgIds }) => ({ address, asgIds }));
  const { verdict } = exposureOf(nsg, { ...around, routePrefixes: [], ...(plain && { hosts: plain }) });
  return verdict === 'narrow' || verdict === 'closed';
}

/** The hosts count only where all are known: instances of scale sets are not among the interfaces, nor what is hidden. */
function contextOf(
  read: ReadNsg,
  { nics, hasMore, routePrefixes }: Behind,
  { around, routes, options }: PathParts,
): ExposureContext {
  const { port, thresholds } = options;
  const routesOf = (subnetId: string) =>
    routePrefixes.length === 0 ? {} : { routePrefixes: routes.widening.get(subnetId) ?? [] };
  const hosts: GuardedHost[] = nics.flatMap(({ configurations }) =>
    configurations.flatMap(({ privateAddress, asgIds, subnetId }) =>
      privateAddress === '' ? [] : [{ address: privateAddress, asgIds, ...routesOf(subnetId) }],
    ),
  );
  const subnetIds = new Set([
    ...read.subnetIds.map((id) => id.toLowerCase()),
    ...nics.flatMap(({ configurations }) => configurations.map(({ subnetId }) => subnetId)),
  ]);
  const vnetPrefixes = [...subnetIds].flatMap((id) => around.networks.get(networkOf(id))?.prefixes ?? []);
  const known = { port, thresholds, routePrefixes, vnetPrefixes, ...ownDeniesOf(read.nsg, options) };
  return { ...known, ...(hosts.length > 0 && !hasMore && { hosts }) };
}

import type { AdminRules, Nsg, Unreadable } from '../facts.ts';
import { AddressSet } from '../net/address-set.ts';
import type { ExposureContext, Verdict } from '../net/exposure.ts';
import type { HostClass } from '../net/host-classes.ts';
import { everybody, throughAdminRules, throughNsg } from '../net/through-layer.ts';
import { verdictOfOne } from '../net/verdict-of.ts';
import { type Part, sourcesOf } from '../net/walk-rules.ts';
import { code } from '../text/escape.ts';
import type { ExposurePath } from './finding.ts';
import type { Way } from './ways-to.ts';

/** Everything between the internet and one address of a machine. */
export interface PathLayers {
  readonly host: HostClass;
  /** Undefined: there is no way in. */
  readonly way: Pick<Way, 'sku' | 'unread'> | undefined;
  readonly adminRules: AdminRules | Unreadable | undefined;
  readonly subnetNsg: Nsg | Unreadable | undefined;
  readonly nicNsg: Nsg | Unreadable | undefined;
  readonly context: ExposureContext;
}

export interface JudgedPath extends Pick<ExposurePath, 'isOpen' | 'publicIpv4Addresses' | 'stoppedBy'> {
  readonly verdict: Exclude<Verdict, 'unknown'>;
}

type Stop = NonNullable<ExposurePath['stoppedBy']>;

/**
 * Follows the whole internet through every layer to a host; the first that leaves next to nobody is what stops it. A layer
 * that could not be read may let everybody through, and another may stop them all the same.
 */
export function judgePath(layers: PathLayers): JudgedPath {
  const most = follow(layers, 'let in');
  if (most.isOpen !== true) return most;
  const least = follow(layers, 'keep out');
  if (least.isOpen !== false || least.stoppedBy === undefined) return most;
  return { ...least, isOpen: 'unknown', stoppedBy: { ...least.stoppedBy, because: doubtful } };
}

const doubtful = 'A rule on the way is not understood.';

/** @param doubts how a rule is read that is not understood */
function follow(layers: PathLayers, doubts: 'let in' | 'keep out'): JudgedPath {
  const { host, way, adminRules, subnetNsg, nicNsg, context } = layers;
  if (way === undefined) return stopped(noEndpoint);
  if (subnetNsg === undefined && nicNsg === undefined && isStandard(way)) return stopped(closedSku);
  const admin = adminRules?.kind === 'admin-rules' ? throughAdminRules(adminRules, host, context.port) : undefined;
  const forced = admin?.in ?? [];
  let parts: readonly Part[] = admin?.on ?? everybody(host);
  let byCloudTag = false;
  let unread: Stop | undefined = way.unread === undefined ? undefined : { ...noEndpoint, because: way.unread };
  const wide = (on: readonly Part[], cloud: boolean) =>
    verdictOfOne(host, AddressSet.join([sourcesOf(forced), sourcesOf(on)]), cloud, context.thresholds);
  if (!isWide(wide(parts, false)))
    return { ...stopped(byRule(adminStop, admin?.stopper())), ...countOf([...forced, ...parts]) };
  for (const [layer, nsg] of [
    ['subnet-nsg', subnetNsg],
    ['nic-nsg', nicNsg],
  ] as const) {
    if (nsg === undefined) continue;
    if (nsg.kind === 'unreadable') {
      unread ??= { layer, because: `The ${nsg.what} could not be read: ${nsg.because}` };
      continue;
    }
    const passed = throughNsg(nsg, host, context, parts, doubts);
    const cloudCame: boolean = byCloudTag || isWide(wide(parts, false));
    parts = passed.parts;
    byCloudTag = passed.byCloudTag && cloudCame;
    if (!isWide(wide(parts, byCloudTag))) {
      const because = `${code(nsg.name)} lets next to nobody in from the internet.`;
      const stop = byRule({ layer, name: nsg.name, because }, passed.stopper());
      return { ...stopped(stop), ...countOf([...forced, ...parts]) };
    }
  }
  if (unread !== undefined) return pastUnread(unread, way.unread === undefined ? wide([], false) : 'closed', forced);
  return { isOpen: true, verdict: wide(parts, byCloudTag), ...countOf([...forced, ...parts]) };
}

/** What admin rules let in for good no group stops, whatever it says. */
function pastUnread(unread: Stop, verdict: JudgedPath['verdict'], forced: readonly Part[]): JudgedPath {
  return isWide(verdict) ? { isOpen: true, verdict, ...countOf(forced) } : { ...stopped(unread), isOpen: 'unknown' };
}

/** An address, or load balancer, that is closed as long as no group opens it. */
export function isStandard({ sku }: Pick<Way, 'sku'>): boolean {
  return /^standard/i.test(sku);
}

function isWide(verdict: Verdict): boolean {
  return verdict === 'open' || verdict === 'partial';
}

function countOf(parts: readonly Part[]): Pick<JudgedPath, 'publicIpv4Addresses'> {
  return { publicIpv4Addresses: sourcesOf(parts).ipv4Size };
}

const noEndpoint: Stop = { layer: 'no-public-endpoint', because: 'No public address leads there.' };
const closedSku: Stop = {
  layer: 'standard-without-nsg',
  because: 'A Standard public address is closed as long as no security group opens it.',
};
const adminStop: Stop = {
  layer: 'admin-rules',
  because: "Virtual Network Manager's admin rules shut the internet out.",
};

function byRule(stop: Stop, rule: string | undefined): Stop {
  return rule === undefined ? stop : { ...stop, rule };
}

function stopped(stoppedBy: Stop): JudgedPath {
  return { isOpen: false, verdict: 'closed', publicIpv4Addresses: 0, stoppedBy };
}

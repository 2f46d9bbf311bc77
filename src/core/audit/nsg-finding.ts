import { openingPlace } from '../closing/opening-place.ts';
import type { SecurityRule } from '../facts.ts';
import { publicBlocks } from '../net/public-blocks.ts';
import type { SurveyedInterface } from './arm/interface-from-arm.ts';
import type { ReadNsg } from './arm/nsg-from-arm.ts';
import { exposureBehind } from './exposure-behind.ts';
import type { ExposurePath, Finding, FindingRule } from './finding.ts';
import { type Flagged, isWorthALook, withoutOwn } from './flag-nsgs.ts';
import { type PathParts, pathsTo, type SurveyedPath } from './paths-to.ts';
import { severityOf } from './severity-of.ts';

const most = { sources: 20, paths: 20 };

export const adminRulesUnread =
  "Whether Virtual Network Manager's admin rules shut the internet out could not be read.";

/** What there is to say of one flagged group as it is now; undefined where it is in order by now. */
export async function nsgFinding(
  { key, read: paged }: Flagged,
  routePrefixes: readonly string[],
  parts: PathParts,
): Promise<Finding | 'gone' | undefined> {
  const { around, reads, options } = parts;
  const fresh = await reads.nsg(paged.nsg.id);
  if (fresh === undefined) return 'gone';
  const whole = fresh.kind === 'read' ? fresh : paged;
  const read = withoutOwn(whole, options);
  const nics = around.interfaces.filter((nic) => isBehind(nic, key, read));
  const scaleSets = scaleSetsOf(read);
  const { exposure, isByRouteAlone, context } = exposureBehind(
    read,
    { nics, hasMore: scaleSets.length > 0, routePrefixes },
    parts,
  );
  if (!isWorthALook(exposure)) return undefined;
  const paths = (await Promise.all(nics.map((nic) => pathsTo(nic, parts)))).flat();
  const sources = publicBlocks(exposure.sources);
  const isAttached = read.subnetIds.length + read.interfaceIds.length + nics.length > 0;
  const weighed = {
    exposure,
    isByRouteAlone,
    isAttached,
    hasScaleSet: scaleSets.length > 0,
    hasIpv6: nics.some(({ configurations }) =>
      configurations.some(({ privateAddress }) => privateAddress.includes(':')),
    ),
    paths: paths.map(({ isOpen, verdict, machine: { power } }) => ({ isOpen, verdict, power })),
  };
  const { verdict, kinds, publicIpv4Addresses, publicIpv4Share, publicIpv6Share } = exposure;
  const grounds = { around: context, thresholds: context.thresholds };
  const opening = openingPlace({ nsg: whole.nsg, rules: read.nsg.rules, exposure }, grounds, options.port);
  return {
    key,
    about: 'nsg',
    id: read.nsg.id,
    name: read.nsg.name,
    resourceGroup: read.nsg.resourceGroup,
    subscriptionId: read.subscriptionId,
    location: read.location,
    tags: read.tags,
    verdict,
    kinds,
    severity: severityOf(weighed),
    publicIpv4Addresses,
    publicIpv4Share,
    publicIpv6Share,
    sources: sources.slice(0, most.sources),
    moreSources: Math.max(0, sources.length - most.sources),
    rules: exposure.rules.map(ruleOf),
    ...(opening !== undefined && { opening }),
    shadowed: exposure.shadowed.map(({ rule, by }) => ({ rule: rule.name, by: by.map(({ name }) => name) })),
    remarks: [
      ...exposure.remarks.map(({ rule, says }) => `Rule ${rule}: ${says}`),
      ...(exposure.because === undefined ? [] : [exposure.because]),
      ...(fresh.kind === 'read'
        ? []
        : [`It could not be read once more, so this may be minutes old: ${fresh.because}`]),
      ...(paths.some((path) => path.adminRulesUnread && path.isOpen !== false) ? [adminRulesUnread] : []),
    ],
    guards: {
      subnets: read.subnetIds,
      interfaces: Math.max(read.interfaceIds.length, nics.length),
      scaleSets,
    },
    ...shownPaths(paths),
  };
}

/** Whether an interface is behind a group: by its own, or by its subnet's. */
function isBehind({ nsgId, configurations }: SurveyedInterface, key: string, { subnetIds }: ReadNsg): boolean {
  if (nsgId === key) return true;
  return subnetIds.some((id) => configurations.some(({ subnetId }) => subnetId === id.toLowerCase()));
}

const inScaleSet = /\/virtualMachineScaleSets\/([^/]+)\//i;

function scaleSetsOf({ interfaceIds }: ReadNsg): string[] {
  return [...new Set(interfaceIds.flatMap((id) => inScaleSet.exec(id)?.[1] ?? []))];
}

function ruleOf({
  name,
  priority,
  protocol,
  sources,
  sourceAsgIds,
  destinations,
  destinationAsgIds,
  destinationPorts,
}: SecurityRule): FindingRule {
  return {
    name,
    priority,
    protocol,
    sources: [...sources, ...sourceAsgIds],
    destinations: [...destinations, ...destinationAsgIds],
    ports: destinationPorts,
  };
}

/** The open ones first, and of the others those that come nearest. */
export function shownPaths(paths: readonly SurveyedPath[]): Pick<Finding, 'paths' | 'morePaths'> {
  const rank = ({ isOpen, endpoint, machine }: SurveyedPath) =>
    (isOpen === true ? 0 : isOpen === 'unknown' ? 10 : 20) +
    (endpoint === undefined ? 2 : 0) +
    (machine.power === 'running' ? 0 : 1);
  const sorted = paths.toSorted((left, right) => rank(left) - rank(right));
  const shown = sorted
    .slice(0, most.paths)
    .map(({ verdict: _, adminRulesUnread: __, sku: ___, ...path }): ExposurePath => path);
  return { paths: shown, morePaths: Math.max(0, paths.length - most.paths) };
}

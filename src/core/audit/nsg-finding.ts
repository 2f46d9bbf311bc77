import { openingPlace } from '../closing/opening-place.ts';
import type { Exposure } from '../net/exposure.ts';
import { publicBlocks } from '../net/public-blocks.ts';
import type { ReadNsg } from './arm/nsg-from-arm.ts';
import { hiddenPath } from './behind-group.ts';
import type { Finding } from './finding.ts';
import { isWorthALook } from './flag-nsgs.ts';
import { groupNow } from './group-now.ts';
import { type JitRemarks, jitRemarks } from './jit-remarks.ts';
import { areRoutesKnown } from './known-routes.ts';
import { namesOf } from './not-read-words.ts';
import { withoutGrants } from './own-rules.ts';
import { type PathParts, pathsTo, type SurveyedPath } from './paths-to.ts';
import { rulesTold } from './rules-told.ts';
import { severityRange } from './severity-range.ts';
import { shownPaths } from './shown-paths.ts';

const mostSources = 20;

export const adminRulesUnread =
  "Whether Virtual Network Manager's admin rules shut the internet out could not be read.";

export interface LookedGroup {
  /** Absent where it is in order; `unclear`: only the page said so. */
  readonly finding?: Finding | 'unclear';
  /** Of a finding: ids of interfaces behind it that could not be read. */
  readonly hidden: readonly string[];
  readonly jit: JitRemarks;
}

/** What there is to say of one group as it is now. */
export async function nsgFinding(
  key: string,
  paged: ReadNsg,
  routePrefixes: readonly string[],
  parts: PathParts,
): Promise<LookedGroup | 'gone'> {
  const { reads, options } = parts;
  const fresh = await reads.nsg(paged.nsg.id);
  if (fresh === undefined) return 'gone';
  const whole = fresh.kind === 'read' ? fresh : paged;
  const { read, remarks: own } = withoutGrants(whole, options);
  const { behind, exposure, isByRouteAlone, context } = await groupNow(read, routePrefixes, parts);
  options.onBehind?.(read, exposure);
  const { nics, scaleSets, interfaces } = behind;
  const letsIn = !isShut(exposure);
  const hidden = letsIn ? behind.hidden : [];
  const ways = (await Promise.all(nics.map((nic) => pathsTo(nic, parts)))).flat();
  const paths = [...ways, ...hidden.map(hiddenPath)];
  const isForced = !letsIn && paths.some(({ isOpen }) => isOpen === true);
  const jit = await jitRemarks(read, parts);
  if (!isWorthALook(exposure) && !isForced && own.length + jit.remarks.length === 0) {
    const inOrder = { hidden: [], jit };
    if (!options.known.has(key)) return inOrder;
    const wasForced = options.forcedBefore?.has(key) === true;
    const isSure =
      fresh.kind === 'read' && jit.unread === undefined && !paths.some((each) => mayBePassed(each, wasForced));
    const isOver = isSure && (await areRoutesKnown(read, behind, routePrefixes, reads));
    return isOver ? inOrder : { ...inOrder, finding: 'unclear' };
  }
  const sources = publicBlocks(exposure.sources);
  const { verdict, kinds, publicIpv4Addresses, publicIpv4Share, publicIpv6Share, hosts } = exposure;
  const grounds = { around: context, thresholds: context.thresholds };
  // Of what a page had only the rules about the port are there, and the others have numbers as well.
  const opening =
    fresh.kind === 'read'
      ? openingPlace({ nsg: whole.nsg, rules: read.nsg.rules, exposure }, grounds, options.port)
      : undefined;
  const told = rulesTold(exposure);
  const finding: Finding = {
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
    ...severityRange({
      exposure,
      isByRouteAlone,
      isAttached: read.subnetIds.length + interfaces > 0,
      hasScaleSet: scaleSets.length > 0,
      hasIpv6: nics.some(({ configurations }) =>
        configurations.some(({ privateAddress }) => privateAddress.includes(':')),
      ),
      paths: paths.map(({ machine: { power }, ...path }) => ({ ...path, power })),
    }),
    publicIpv4Addresses,
    publicIpv4Share,
    publicIpv6Share,
    ...(hosts !== undefined && { hosts }),
    sources: sources.slice(0, mostSources),
    moreSources: Math.max(0, sources.length - mostSources),
    ...(opening !== undefined && { opening }),
    rules: told.rules,
    shadowed: told.shadowed,
    remarks: [
      ...own,
      ...jit.remarks,
      ...told.remarks,
      ...(exposure.because === undefined ? [] : [exposure.because]),
      ...(isForced ? ["Virtual Network Manager's admin rules let the internet in past it."] : []),
      ...(hidden.length > 0 ? [hiddenWords(hidden)] : []),
      ...(fresh.kind === 'read'
        ? []
        : [`It could not be read once more, so this may be minutes old: ${fresh.because}`]),
      ...(paths.some(isAdminUnknown) ? [adminRulesUnread] : []),
    ],
    guards: { subnets: read.subnetIds, interfaces, scaleSets },
    ...shownPaths(paths),
  };
  return { finding, hidden: behind.hidden, jit };
}

/** Whether next to nobody gets in by its own rules. */
function isShut({ verdict }: Pick<Exposure, 'verdict'>): boolean {
  return verdict === 'narrow' || verdict === 'closed';
}

function isAdminUnknown({ adminRulesUnread: reason, isOpen }: SurveyedPath): boolean {
  return reason !== undefined && isOpen !== false;
}

/**
 * Where the bot may never read admin rules there are none for it; where it only failed, or could read them before, one may let
 * them in past the group.
 */
function mayBePassed({ isOpen, adminRulesUnread: reason }: SurveyedPath, wasForced: boolean): boolean {
  return isOpen === 'unknown' || (reason !== undefined && (reason !== 'forbidden' || wasForced));
}

/** Said of what a group lets in to. */
function hiddenWords(ids: readonly string[]): string {
  const which = ids.length === 1 ? 'An interface' : `${ids.length} interfaces`;
  return `${which} behind it could not be read (${namesOf(ids)}): whether a public address leads there is not known.`;
}

import type { Nsg } from '../facts.ts';
import type { Exposure, ExposureContext, RuleRemark } from '../net/exposure.ts';
import { exposureOf } from '../net/exposure-of.ts';
import { isPlainlyNarrow } from '../net/is-plainly-narrow.ts';
import { glanceAtNsg, type NsgGlance } from './arm/glance-at-nsg.ts';
import { groupWith, nsgFromArm, type ReadNsg } from './arm/nsg-from-arm.ts';
import type { OpenGrant } from './audit-run.ts';
import { createGroupShelf } from './group-shelf.ts';
import { createIdSet, type IdSet } from './id-set.ts';
import type { Inventory } from './inventory.ts';
import { jitAllows } from './jit-leftovers.ts';
import { withoutGrants } from './own-rules.ts';
import type { SurveyOptions } from './survey-options.ts';

/** A group that is worth a second look. */
export interface Flagged {
  readonly key: string;
  readonly subnetIds: readonly string[];
  /** As the pages had it: of its rules perhaps those about the port alone. */
  read(): ReadNsg;
}

export interface FlaggedNsgs {
  readonly flagged: ReadonlyMap<string, Flagged>;
  readonly nsgs: number;
  readonly rules: number;
  /** All groups that were on a page: what something names besides is hidden from the bot. */
  readonly groups: Pick<IdSet, 'has'>;
  readonly grants: readonly OpenGrant[];
  readonly notUnderstood: number;
  /** Sentences. */
  readonly notRead: readonly string[];
}

/** Prefixes of routes that widen the tag VirtualNetwork behind a group. */
export type RoutesOf = (
  group: Pick<NsgGlance, 'subnetIds'> & { readonly nsg: { readonly id: string } },
) => readonly string[];

const mostNotRead = 20;

/**
 * Reads all groups page by page and keeps those that let somebody in, or that are worth a remark.
 * @param routesOf prefixes of routes that widen VirtualNetwork behind a group
 */
export async function flagNsgs(inventory: Inventory, routesOf: RoutesOf, options: SurveyOptions): Promise<FlaggedNsgs> {
  const flagged = new Map<string, Flagged>();
  const groups = createIdSet();
  const shelf = createGroupShelf();
  const grants: OpenGrant[] = [];
  const notRead: string[] = [];
  let nsgs = 0;
  let rules = 0;
  let notUnderstood = 0;
  const lookAtAll = (value: unknown): void => {
    const read = nsgFromArm(value);
    if (read.kind === 'not-read') {
      groups.add(read.id);
      notUnderstood += 1;
      if (notRead.length < mostNotRead)
        notRead.push(`The group ${read.name || read.id} could not be understood. ${read.because}`);
      return;
    }
    rules += read.ruleCount;
    const key = read.nsg.id.toLowerCase();
    groups.add(key);
    const own = withoutGrants(read, options);
    grants.push(...own.grants);
    const exposure = exposureAlone(own.read, routesOf(read), options);
    options.onGroup?.(own.read, exposure);
    const isNarrow = options.alsoNarrow === true && exposure.verdict === 'narrow';
    const isOdd = own.remarks.length > 0 || jitAllows(own.read.nsg.rules, options.port).length > 0;
    if (isWorthALook(exposure) || isNarrow || isOdd) flagged.set(key, asFlagged(read));
  };
  for await (const page of inventory.pages('microsoft.network/networksecuritygroups')) {
    for (const each of page) {
      nsgs += 1;
      const glance = isGlanceEnough(options) ? glanceAtNsg(each, options.port) : undefined;
      if (glance === undefined || hasOwnRule(glance, options)) {
        lookAtAll(each);
        continue;
      }
      rules += glance.ruleCount;
      groups.add(glance.nsg.id);
      if (isInOrder(glance, routesOf, options)) continue;
      // Each is read once more; until then the rules about the port are enough, and there may be very many of them.
      const found = groupWith(glance.nsg.rules, { ...each }, glance.ruleCount);
      flagged.set(found.nsg.id.toLowerCase(), { ...asFlagged(found), read: shelf.put(found) });
    }
    options.progress?.({ nsgs, flagged: flagged.size, interfaces: 0 });
  }
  return { flagged, nsgs, rules, groups, grants, notUnderstood, notRead: withRest(notRead, notUnderstood) };
}

/** One that is at hand anyway. */
export function asFlagged(read: ReadNsg): Flagged {
  return { key: read.nsg.id.toLowerCase(), subnetIds: read.subnetIds, read: () => read };
}

/** Whether nobody is to be told of groups that are in order. */
function isGlanceEnough({ onGroup, alsoNarrow }: SurveyOptions): boolean {
  return onGroup === undefined && alsoNarrow !== true;
}

function hasOwnRule({ nsg }: NsgGlance, { ownRule, isOwnDeny }: SurveyOptions): boolean {
  return nsg.rules.some(
    (rule) => rule.description !== undefined && (ownRule(nsg.id, rule) ?? isOwnDeny?.(nsg.id, rule)),
  );
}

/** Nearly all are. */
function isInOrder({ nsg, subnetIds }: NsgGlance, routesOf: RoutesOf, { port, thresholds }: SurveyOptions): boolean {
  if (jitAllows(nsg.rules, port).length > 0) return false;
  const context = { port, thresholds, routePrefixes: routesOf({ nsg, subnetIds }) };
  return isPlainlyNarrow(nsg.rules, context) || !isWorthALook(exposureOf(nsg, context));
}

function withRest(sentences: readonly string[], count: number): readonly string[] {
  const more = count - sentences.length;
  return more === 0 ? sentences : [...sentences, `${more} more could not be understood.`];
}

export function exposureAlone({ nsg }: ReadNsg, routePrefixes: readonly string[], options: SurveyOptions): Exposure {
  const { port, thresholds } = options;
  return exposureOf(nsg, { port, thresholds, routePrefixes, ...ownDeniesOf(nsg, options) });
}

/** Part of what is known of a group besides its rules. */
export function ownDeniesOf(
  { id }: Pick<Nsg, 'id'>,
  { isOwnDeny }: Pick<SurveyOptions, 'isOwnDeny'>,
): Pick<ExposureContext, 'isOwnDeny'> {
  return isOwnDeny === undefined ? {} : { isOwnDeny: (rule) => isOwnDeny(id, rule) };
}

/** Allow-lists and groups that are closed are nobody's finding, unless something about them is odd. */
export function isWorthALook({ verdict, remarks }: Exposure): boolean {
  if (verdict !== 'narrow' && verdict !== 'closed') return true;
  return remarks.some(isReason);
}

/** Whether a remark makes a finding: the others only go with one. */
export function isReason({ kind }: RuleRemark): boolean {
  return kind !== 'service-tag' && kind !== 'source-ports';
}

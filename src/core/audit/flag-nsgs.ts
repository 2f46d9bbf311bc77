import type { SecurityRule } from '../facts.ts';
import type { Exposure } from '../net/exposure.ts';
import { exposureOf } from '../net/exposure-of.ts';
import { nsgFromArm, type ReadNsg } from './arm/nsg-from-arm.ts';
import type { OpenGrant } from './audit-run.ts';
import type { Inventory } from './inventory.ts';
import type { SurveyOptions } from './survey-options.ts';

/** A group that is worth a second look, as the pages had it. */
export interface Flagged {
  readonly key: string;
  readonly read: ReadNsg;
}

export interface FlaggedNsgs {
  readonly flagged: ReadonlyMap<string, Flagged>;
  readonly nsgs: number;
  readonly rules: number;
  /** Those of `known` that are there. */
  readonly seen: ReadonlySet<string>;
  /** Those of `known` that are there and not understood: nothing is known of them. */
  readonly unclear: ReadonlySet<string>;
  readonly grants: readonly OpenGrant[];
  readonly notUnderstood: number;
  /** Sentences. */
  readonly notRead: readonly string[];
}

const mostNotRead = 20;

/**
 * Reads all groups page by page and keeps those that let somebody in, or that are worth a remark.
 * @param routesOf prefixes of routes that widen VirtualNetwork behind a group
 */
export async function flagNsgs(
  inventory: Inventory,
  routesOf: (read: ReadNsg) => readonly string[],
  options: SurveyOptions,
): Promise<FlaggedNsgs> {
  const flagged = new Map<string, Flagged>();
  const seen = new Set<string>();
  const unclear = new Set<string>();
  const grants: OpenGrant[] = [];
  const notRead: string[] = [];
  let nsgs = 0;
  let rules = 0;
  let notUnderstood = 0;
  const noteKnown = (to: Set<string>, id: string) => {
    const key = id.toLowerCase();
    if (options.known.has(key)) to.add(key);
    return key;
  };
  for await (const page of inventory.pages('microsoft.network/networksecuritygroups')) {
    for (const each of page) {
      nsgs += 1;
      const read = nsgFromArm(each);
      if (read.kind === 'not-read') {
        noteKnown(unclear, read.id);
        notUnderstood += 1;
        if (notRead.length < mostNotRead)
          notRead.push(`The group ${read.name || read.id} could not be understood. ${read.because}`);
        continue;
      }
      rules += read.ruleCount;
      const key = noteKnown(seen, read.nsg.id);
      const others = withoutOwn(read, options, grants);
      const exposure = exposureAlone(others, routesOf(read), options);
      options.onGroup?.(others, exposure);
      if (isWorthALook(exposure)) flagged.set(key, { key, read });
    }
    options.progress?.({ nsgs, flagged: flagged.size, interfaces: 0 });
  }
  return { flagged, nsgs, rules, seen, unclear, grants, notUnderstood, notRead: withRest(notRead, notUnderstood) };
}

function withRest(sentences: readonly string[], count: number): readonly string[] {
  const more = count - sentences.length;
  return more === 0 ? sentences : [...sentences, `${more} more could not be understood.`];
}

function exposureAlone(
  { nsg }: ReadNsg,
  routePrefixes: readonly string[],
  { port, thresholds }: SurveyOptions,
): Exposure {
  return exposureOf(nsg, { port, thresholds, routePrefixes });
}

/** Allow-lists and groups that are closed are nobody's finding, unless something about them is odd. */
export function isWorthALook({ verdict, remarks }: Exposure): boolean {
  if (verdict !== 'narrow' && verdict !== 'closed') return true;
  return remarks.some(({ kind }) => kind !== 'service-tag' && kind !== 'source-ports');
}

/** The group without the bot's own rules that let somebody in: these are grants, and listed apart. */
export function withoutOwn(read: ReadNsg, { ownRule }: Pick<SurveyOptions, 'ownRule'>, grants?: OpenGrant[]): ReadNsg {
  const own = read.nsg.rules.filter((rule) => isGrant(rule) && ownRule(read.nsg.id, rule) !== undefined);
  if (own.length === 0) return read;
  for (const rule of own) {
    const proof = ownRule(read.nsg.id, rule);
    if (proof === undefined) continue;
    const { name, sources, destinations } = rule;
    grants?.push({ nsgId: read.nsg.id, nsgName: read.nsg.name, rule: name, ...proof, sources, destinations });
  }
  return { ...read, nsg: { ...read.nsg, rules: read.nsg.rules.filter((rule) => !own.includes(rule)) } };
}

function isGrant({ isDefault, access, direction, description }: SecurityRule): boolean {
  return !isDefault && description !== undefined && access === 'Allow' && direction === 'Inbound';
}

import type { SecurityRule } from '../facts.ts';
import { AddressSet } from './address-set.ts';
import { publicSpace } from './address-space.ts';
import type { ExposureContext } from './exposure.ts';
import type { PortRule } from './port-rules.ts';
import { pairsOf, type Ranges, subtractRanges } from './ranges.ts';
import { type AddressTerms, portTerms } from './rule-terms.ts';

type Open = AddressTerms['open'][number];

export interface DeadRule {
  readonly rule: SecurityRule;
  /** The rules in front of it that take all that it names, in the order of evaluation. */
  readonly by: readonly SecurityRule[];
  /** What somebody may believe that it does: it was written to let in, or to keep out. */
  readonly fails: 'to let in' | 'to keep out' | 'nothing';
}

/**
 * Rules that never match anything, since others stand in front of them: of those that name somebody on the internet, and not
 * of a Deny behind other Denies. It is told only where it is sure: a rule that several others cover together is found where
 * they differ in their sources alone.
 *
 * @param all in the order of evaluation
 */
export function deadRules(
  all: readonly PortRule[],
  { isOwnDeny }: Pick<ExposureContext, 'isOwnDeny'> = {},
): readonly DeadRule[] {
  const rules = isOwnDeny === undefined ? all : all.filter(({ rule }) => !isOwnDeny(rule));
  const dead: DeadRule[] = [];
  for (let at = 1; at < rules.length; at += 1) {
    const entry = rules[at] as PortRule;
    if (entry.rule.isDefault) break;
    if (!isSure(entry) || !isPublic(entry) || !isWhole(entry)) continue;
    const by = coversOf(entry, rules.slice(0, at));
    const fails = by === undefined ? undefined : failsOf(entry, by);
    if (by !== undefined && fails !== undefined) dead.push({ rule: entry.rule, by: by.map(({ rule }) => rule), fails });
  }
  return dead;
}

function failsOf({ allows }: PortRule, by: readonly PortRule[]): DeadRule['fails'] | undefined {
  if (by.some((each) => each.allows !== allows)) return allows ? 'to let in' : 'to keep out';
  return allows ? 'nothing' : undefined;
}

function isSure({ doubt, rule }: PortRule): boolean {
  return doubt === undefined && !Number.isNaN(rule.priority);
}

/** Of ports that hold the one in question for certain others may not be understood: nothing else hangs on those. */
function isWhole({ rule }: PortRule): boolean {
  return portTerms(rule.destinationPorts, 'unclear').unclear.length === 0;
}

function isPublic({ sources: { fixed, open } }: PortRule): boolean {
  return open.length > 0 || fixed.overlaps(publicSpace);
}

/** The rules in front that have a share in taking everything; undefined where something is left. */
function coversOf(entry: PortRule, front: readonly PortRule[]): readonly PortRule[] | undefined {
  const near = front.filter((each) => mayTake(each, entry));
  if (!coverSources(near, entry)) return undefined;
  const whole = near.filter((each) => coversBesides(each, entry));
  return coverSources(whole, entry) ? whole : undefined;
}

/** Mostly one of them does by itself: all of them have to be joined for the others alone. */
function coverSources(rules: readonly PortRule[], { sources }: PortRule): boolean {
  if (rules.some((each) => holdAll([each.sources], sources))) return true;
  return rules.length > 1 && holdAll(sourcesOf(rules), sources);
}

function mayTake(front: PortRule, { rule, sources }: PortRule): boolean {
  if (!isSure(front) || front.rule.priority === rule.priority) return false;
  return sources.fixed.isEmpty || front.sources.fixed.overlaps(sources.fixed) || hasNames(front.sources);
}

function hasNames({ virtualNetwork, open, asgIds }: AddressTerms): boolean {
  return virtualNetwork || open.length + asgIds.length > 0;
}

function sourcesOf(rules: readonly PortRule[]): readonly AddressTerms[] {
  return rules.map(({ sources }) => sources);
}

/** Whether these together surely hold whatever is named. */
function holdAll(together: readonly AddressTerms[], { fixed, virtualNetwork, open, asgIds }: AddressTerms): boolean {
  const all = AddressSet.join(together.map((each) => each.fixed));
  if (!all.contains(fixed)) return false;
  if (all.contains(AddressSet.any)) return true;
  const holdNetwork = together.some((each) => each.virtualNetwork);
  if (virtualNetwork && !holdNetwork) return false;
  if (!holdNetwork && !asgIds.every((id) => together.some((each) => each.asgIds.includes(id)))) return false;
  const holdTags = all.contains(publicSpace);
  return open.every((each) => (holdTags && each.kind === 'service-tag') || together.some((one) => names(one, each)));
}

function names({ open }: AddressTerms, sought: Open): boolean {
  return open.some((each) => nameOf(each) === nameOf(sought));
}

function nameOf(prefix: Open): string {
  if (prefix.kind === 'service-tag') return prefix.tag.toLowerCase();
  return prefix.kind === 'network-group' ? prefix.id : prefix.text;
}

/** In protocol, ports and destinations, for each of which one rule has to do. */
function coversBesides(front: PortRule, entry: PortRule): boolean {
  return (
    coversProtocol(front.rule.protocol, entry.rule.protocol) &&
    coversPorts(front.sourcePorts, entry.sourcePorts) &&
    coversPorts(destinationPorts(front), destinationPorts(entry)) &&
    coversDestinations(front.destinations, entry.destinations)
  );
}

const everyProtocol = new Set(['*', 'all', 'any']);

function coversProtocol(front: string, own: string): boolean {
  const [wide, narrow] = [front.trim().toLowerCase(), own.trim().toLowerCase()];
  return wide === narrow || everyProtocol.has(wide);
}

function destinationPorts({ rule }: PortRule): Ranges<number> {
  return portTerms(rule.destinationPorts, 'unclear').ports;
}

function coversPorts(front: Ranges<number>, own: Ranges<number>): boolean {
  return pairsOf(subtractRanges(own, front)).every(([first, end]) => first === 0 && end === 1);
}

/** The tag VirtualNetwork is every host behind the group. */
function coversDestinations(front: AddressTerms, own: AddressTerms): boolean {
  const isSomewhere = !own.fixed.isEmpty || hasNames(own);
  return isSomewhere && (front.virtualNetwork || holdAll([front], own));
}

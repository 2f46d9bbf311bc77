import { AddressSet } from './address-set.ts';
import { type Doubt, extentOf, leavesOut } from './extent.ts';
import { intersectRanges, type Ranges, subtractRanges } from './ranges.ts';
import type { RuleTerms } from './rule-terms.ts';
import type { Flow } from './ruling.ts';
import { matchTarget, type Target, targetOf } from './target-match.ts';

/** A rule ready to be held against flows. */
export interface Entry<Rule> {
  readonly rule: Rule;
  readonly terms: RuleTerms;
}

/** One rule's part in the answer. */
export interface Decision<Rule> {
  readonly rule: Rule;
  /** Sources of packets that no rule before it surely took and that it takes, or may take. */
  readonly hit: AddressSet;
  /** Those of them for which it leaves nothing to the rules behind it. */
  readonly sure: AddressSet;
  /** Why it may not take all of `hit`; absent when it surely does. */
  readonly because?: string;
}

export interface Judgement<Rule> {
  /** In the order of the rules. */
  readonly decisions: readonly Decision<Rule>[];
  /** Sources of packets that, it may be, no rule takes. */
  readonly passedOn: AddressSet;
}

/**
 * Ports that a client's system may connect from: the client does not choose one, and systems differ (Linux 32768-60999,
 * the dynamic ports of RFC 6335 49152-65535, many NATs anything from 1024).
 */
const clientPorts: Ranges<number> = [1024, 65_536];

const somePorts = 'It covers only some of the ports that a client may connect from.';

/** Packets that no rule has surely taken yet. Every pair of a source address and a source port is in one of these at most. */
interface Remaining {
  readonly sources: AddressSet;
  readonly ports: Ranges<number>;
  /** Keys of unknowns that do not hold these sources, or an earlier rule would have taken them. */
  readonly leftOut: ReadonlySet<string>;
}

/**
 * Runs a flow past rules in the order of their evaluation; the first match takes a packet.
 *
 * @throws RangeError when the flow has no sources: nothing could be said of nobody, least of all that they get in.
 */
export function judge<Rule>(entries: readonly Entry<Rule>[], flow: Flow): Judgement<Rule> {
  if (flow.sources.isEmpty) throw new RangeError('A flow needs at least one source address.');
  const target = targetOf(flow);
  const decisions: Decision<Rule>[] = [];
  let remaining: readonly Remaining[] = [{ sources: flow.sources, ports: clientPorts, leftOut: new Set() }];
  for (const { rule, terms } of entries) {
    if (remaining.length === 0) break;
    const step = apply(terms, target, remaining);
    if (step === undefined) continue;
    remaining = step.remaining;
    decisions.push({ rule, hit: step.hit, sure: step.sure, ...(step.because && { because: step.because }) });
  }
  return { decisions, passedOn: AddressSet.join(remaining.map(({ sources }) => sources)) };
}

interface Step {
  readonly hit: AddressSet;
  readonly sure: AddressSet;
  readonly because: string | undefined;
  readonly remaining: readonly Remaining[];
}

/** What one rule does to the remaining packets; undefined when it takes none of them. */
function apply(terms: RuleTerms, target: Target, remaining: readonly Remaining[]): Step | undefined {
  const match = matchTarget(terms, target);
  if (match.fits === false) return undefined;
  const extent = extentOf(terms.sources, target.network);
  const unsurePorts = terms.sourcePorts.unclear.length > 0 ? 'Its source ports are not understood.' : undefined;
  const doubtAll = match.fits === undefined ? match.because : undefined;
  const next: Remaining[] = [];
  let hit = AddressSet.empty;
  let sure = AddressSet.empty;
  let because: string | undefined;

  for (const part of remaining) {
    const certain = part.sources.intersect(extent.certain);
    if (certain.isEmpty && extent.doubts.length === 0) {
      next.push(part);
      continue;
    }
    const ports = intersectRanges(part.ports, terms.sourcePorts.ports);
    const otherPorts = subtractRanges(part.ports, terms.sourcePorts.ports);
    const uncertain = part.sources.subtract(certain);
    const doubts = extent.doubts.filter(({ key, area }) => !leavesOut(part.leftOut, key) && area.overlaps(uncertain));
    const reached = doubts.reduce((sum, { area }) => sum.union(area.intersect(uncertain)), certain);
    if (reached.isEmpty || (ports.length === 0 && unsurePorts === undefined)) {
      next.push(part);
      continue;
    }
    const taken = doubtAll === undefined ? certain : AddressSet.empty;
    const complete = otherPorts.length === 0;
    hit = hit.union(reached);
    if (complete) sure = sure.union(taken);
    because ??= doubtAll ?? doubts[0]?.because ?? (complete ? undefined : (unsurePorts ?? somePorts));
    pushPart(next, { ...part, sources: part.sources.subtract(reached) });
    pushPart(next, { ...part, sources: reached, ports: otherPorts });
    pushPart(next, { sources: reached.subtract(taken), ports, leftOut: nowLeftOut(part, doubts, doubtAll) });
  }
  return hit.isEmpty ? undefined : { hit, sure, because, remaining: next };
}

/** A packet that goes on although the rule fits but for unknown addresses is not among those addresses. */
function nowLeftOut(part: Remaining, doubts: readonly Doubt[], doubtAll: string | undefined): ReadonlySet<string> {
  if (doubtAll !== undefined || doubts.length === 0) return part.leftOut;
  return new Set([...part.leftOut, ...doubts.map(({ key }) => key)]);
}

function pushPart(parts: Remaining[], part: Remaining): void {
  if (!part.sources.isEmpty && part.ports.length > 0) parts.push(part);
}

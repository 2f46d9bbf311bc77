import type { SecurityRule } from '../facts.ts';
import { AddressSet } from '../net/address-set.ts';
import { publicSpace } from '../net/address-space.ts';
import { withDefaultRules } from '../net/default-rules.ts';
import { type AddressTerms, addressTerms } from '../net/rule-terms.ts';
import type { NsgFacts } from '../nsg-facts.ts';
import { covers, type DeniedDestination, mayMeet } from './denied-destination.ts';
import { type DeniedSources, deniedClouds } from './denied-sources.ts';
import { isAllow } from './is-allow.ts';

/** Rules that let people in beside those that a Deny stands in front of, by ascending priority. */
export interface TouchedRules {
  /** Behind it: whom they let in it shuts out. */
  readonly lose: readonly SecurityRule[];
  /** Behind it as well, and what they name may hold addresses that it shuts out, beside those that it is to shut out. */
  readonly mayLose: readonly SecurityRule[];
  /** In front of it for some destinations only: the others are lost to whom they let in. */
  readonly loseRest: readonly SecurityRule[];
  /** In front of it: they let people in from the internet as before. */
  readonly keep: readonly SecurityRule[];
}

export interface Denying {
  readonly facts: NsgFacts;
  readonly rules: readonly SecurityRule[];
  readonly port: number;
  /** The rules that it stands in front of. */
  readonly opening: readonly SecurityRule[];
  readonly denied: readonly DeniedSources[];
  readonly to: DeniedDestination;
  /** Who no more reaches some host. */
  readonly lost: AddressSet;
  /** The rules in front of it that let public addresses in. */
  readonly letting: readonly SecurityRule[];
}

export function touchedRules(denying: Denying): TouchedRules {
  const { rules, port, opening, to, letting } = denying;
  const first = Math.min(...opening.map(({ priority }) => priority));
  const allows = withDefaultRules(rules).filter((rule) => isAllow(rule, port) && !opening.includes(rule));
  const sorted = allows
    .toSorted((left, right) => left.priority - right.priority)
    .map((rule) => ({ rule, loss: lossOf(rule, denying) }));
  const behind = sorted.filter(({ rule }) => rule.priority > first && mayMeet(rule, to));
  const inFront = sorted.filter(({ rule }) => rule.priority < first);
  const rulesOf = (some: typeof sorted) => some.map(({ rule }) => rule);
  return {
    lose: rulesOf(behind.filter(({ loss }) => loss === 'surely')),
    mayLose: [
      ...opening.filter(
        (rule) => termsOf(rule).virtualNetwork && ownSpace(denying.facts).overlaps(shutOut(denying.denied)),
      ),
      ...rulesOf(behind.filter(({ loss }) => loss === 'maybe')),
    ],
    loseRest: rulesOf(inFront.filter(({ rule, loss }) => loss === 'surely' || (loss === 'maybe' && !covers(rule, to)))),
    keep: rulesOf(inFront).filter((rule) => letting.includes(rule) || namesTags(rule)),
  };
}

/** What a rule's tags hold is not known here: of those that may be public the careful answer is that they lose. */
function lossOf(rule: SecurityRule, { facts, denied, lost }: Denying): 'surely' | 'maybe' | undefined {
  const { fixed, open, virtualNetwork, asgIds } = termsOf(rule);
  if (fixed.overlaps(lost)) return 'surely';
  if (open.length > 0) return 'maybe';
  const isNetwork = virtualNetwork || asgIds.length > 0;
  if (isNetwork && networkSpace(facts).overlaps(shutOut(denied))) return 'maybe';
  return deniedClouds(denied).length > 0 && fixed.overlaps(publicSpace) ? 'maybe' : undefined;
}

/** Whether it names somebody whose addresses it does not say. */
export function namesTags(rule: SecurityRule): boolean {
  return termsOf(rule).open.length > 0;
}

function termsOf({ sources, sourceAsgIds }: SecurityRule): AddressTerms {
  return addressTerms(sources, sourceAsgIds, 'unclear');
}

/** What the tag VirtualNetwork is known to hold: the networks' own space, and what routes put there. */
function networkSpace(facts: NsgFacts): AddressSet {
  return ownSpace(facts).union(spaceOf(facts.around?.routePrefixes));
}

function ownSpace({ around }: NsgFacts): AddressSet {
  return spaceOf(around?.vnetPrefixes);
}

function spaceOf(prefixes: readonly string[] = []): AddressSet {
  return AddressSet.join(prefixes.map((text) => AddressSet.parse(text.trim()) ?? AddressSet.empty));
}

/** Of AzureCloud nobody here knows the addresses. */
function shutOut(denied: readonly DeniedSources[]): AddressSet {
  return AddressSet.join(
    denied.map((each) => {
      if (each.kind === 'addresses') return AddressSet.of(...each.prefixes);
      return each.tag === 'Internet' ? publicSpace : AddressSet.empty;
    }),
  );
}

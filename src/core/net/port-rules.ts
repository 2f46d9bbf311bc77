import type { SecurityRule } from '../facts.ts';
import { AddressSet } from './address-set.ts';
import { publicSpace } from './address-space.ts';
import { defaultRules } from './default-rules.ts';
import { accessOf } from './judge-nsg.ts';
import { portsHold } from './port-terms.ts';
import type { Ranges } from './ranges.ts';
import { type AddressTerms, addressTerms, isAboutTcp, portTerms } from './rule-terms.ts';

/** An inbound rule that is about a TCP port, parsed as far as it matters who gets in. */
export interface PortRule {
  readonly rule: SecurityRule;
  readonly allows: boolean;
  readonly sources: AddressTerms;
  readonly sourcePorts: Ranges<number>;
  readonly destinations: AddressTerms;
  /** One sentence: why it cannot be told whether or whom it takes; absent of nearly all rules. */
  readonly doubt?: string;
}

/**
 * The inbound rules about a TCP port in the order of their evaluation, the default rules among them. What is about other
 * ports and protocols is left out before any address is read: of an audit's rules that is nearly all.
 *
 * @param unplaced where rules without a priority stand, and those that share one: in front of the others, or behind them
 */
export function rulesAbout(
  rules: readonly SecurityRule[],
  port: number,
  unplaced: (rule: SecurityRule) => 'first' | 'last' = () => 'last',
): PortRule[] {
  const about: PortRule[] = [];
  let defaults = 0;
  for (const rule of rules) {
    if (!isInbound(rule)) continue;
    if (rule.priority >= firstDefault) defaults += 1;
    const entry = entryOf(rule, port);
    if (entry !== undefined) about.push(entry);
  }
  if (defaults < inboundDefaults.length) {
    for (const standard of inboundDefaults)
      if (defaults === 0 || !rules.some((each) => isInPlaceOf(each, standard.rule))) about.push(standard);
  }
  for (let at = 1; at < about.length; at += 1) {
    // Most lists come in order; what has no priority is never in order.
    const [left, right] = [about[at - 1] as PortRule, about[at] as PortRule];
    if (!(left.rule.priority < right.rule.priority)) return inOrder(about, unplaced);
  }
  return about;
}

function inOrder(about: PortRule[], unplaced: (rule: SecurityRule) => 'first' | 'last'): PortRule[] {
  const isFirst = ({ rule }: PortRule): boolean => unplaced(rule) === 'first';
  const place = (entry: PortRule): number => {
    const { priority } = entry.rule;
    return Number.isNaN(priority) ? (isFirst(entry) ? 0 : 65_499) : priority;
  };
  const rank = (entry: PortRule): number => (isFirst(entry) ? 0 : 1);
  return about.sort((left, right) => place(left) - place(right) || rank(left) - rank(right));
}

/** Two that Azure would not have: of the same priority, one allows and one denies, so that nobody knows which comes first. */
export function tiedIn(rules: readonly PortRule[]): readonly [PortRule, PortRule] | undefined {
  for (let at = 1; at < rules.length; at += 1) {
    const [left, right] = [rules[at - 1] as PortRule, rules[at] as PortRule];
    if (left.rule.priority === right.rule.priority && left.allows !== right.allows) return [left, right];
  }
  return undefined;
}

const firstDefault = 65_000;

function isInbound({ direction }: SecurityRule): boolean {
  return direction === 'Inbound' || direction.toLowerCase() === 'inbound';
}

/** They are about every port. */
const inboundDefaults: readonly PortRule[] = defaultRules.flatMap((rule) =>
  isInbound(rule) ? (entryOf(rule, 22) ?? []) : [],
);

function isInPlaceOf(each: SecurityRule, standard: SecurityRule): boolean {
  return each.priority === standard.priority && isInbound(each);
}

function entryOf(rule: SecurityRule, port: number): PortRule | undefined {
  const named = portsHold(rule.destinationPorts, port);
  if (named === false) return undefined;
  const tcp = isAboutTcp(rule.protocol);
  if (tcp === false) return undefined;
  const sources = addressTerms(rule.sources, rule.sourceAsgIds, 'unclear');
  const destinations = ofHosts(addressTerms(rule.destinations, rule.destinationAsgIds, 'unclear'));
  const sourcePorts = portTerms(rule.sourcePorts, 'unclear');
  const doubt = doubtOf(rule, { tcp, named: named === true, sources, destinations, unclearPorts: sourcePorts.unclear });
  const allows = accessOf(rule) === 'allow';
  const entry = { rule, allows, sources, sourcePorts: sourcePorts.ports, destinations };
  return doubt === undefined ? entry : { ...entry, doubt };
}

/** The tag Internet is everything but the hosts of a network, whatever addresses they have. */
function ofHosts(terms: AddressTerms): AddressTerms {
  return terms.fixed === publicSpace ? { ...terms, fixed: AddressSet.empty } : terms;
}

interface Read {
  readonly tcp: boolean | undefined;
  readonly named: boolean;
  readonly sources: AddressTerms;
  readonly destinations: AddressTerms;
  readonly unclearPorts: readonly string[];
}

function doubtOf(rule: SecurityRule, { tcp, named, sources, destinations, unclearPorts }: Read): string | undefined {
  if (rule.doubt !== undefined) return rule.doubt;
  if (tcp === undefined) return `Its protocol "${rule.protocol}" is not understood.`;
  if (!named) return `Its destination ports "${rule.destinationPorts.join(', ')}" are not understood.`;
  if (unclearPorts.length > 0) return `Its source ports "${unclearPorts.join(', ')}" are not understood.`;
  return unclearIn(sources, 'source') ?? unclearIn(destinations, 'destination');
}

function unclearIn({ open }: AddressTerms, side: string): string | undefined {
  for (const prefix of open) {
    if (prefix.kind === 'unclear')
      return prefix.text === '' ? `It names no ${side}.` : `Its ${side} "${prefix.text}" is not understood.`;
  }
  return undefined;
}

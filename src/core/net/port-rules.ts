import type { SecurityRule } from '../facts.ts';
import { withDefaultRules } from './default-rules.ts';
import { accessOf } from './judge-nsg.ts';
import { pairsOf, type Ranges } from './ranges.ts';
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
 * @param unplaced where rules without a priority stand: in front of the others, or behind them
 */
export function rulesAbout(
  rules: readonly SecurityRule[],
  port: number,
  unplaced: (rule: SecurityRule) => 'first' | 'last' = () => 'last',
): PortRule[] {
  const about: PortRule[] = [];
  for (const rule of withDefaultRules(rules)) {
    const entry = entryOf(rule, port);
    if (entry !== undefined) about.push(entry);
  }
  const place = ({ rule }: PortRule): number => {
    if (!Number.isNaN(rule.priority)) return rule.priority;
    return unplaced(rule) === 'first' ? 0 : 65_499;
  };
  return about.sort((left, right) => place(left) - place(right));
}

function entryOf(rule: SecurityRule, port: number): PortRule | undefined {
  if (rule.direction !== 'Inbound' && rule.direction.toLowerCase() !== 'inbound') return undefined;
  const tcp = isAboutTcp(rule.protocol);
  if (tcp === false) return undefined;
  const ports = portTerms(rule.destinationPorts, 'unclear');
  const named = holds(ports.ports, port);
  if (!named && ports.unclear.length === 0) return undefined;
  const sources = addressTerms(rule.sources, rule.sourceAsgIds, 'unclear');
  const destinations = addressTerms(rule.destinations, rule.destinationAsgIds, 'unclear');
  const sourcePorts = portTerms(rule.sourcePorts, 'unclear');
  const doubt = doubtOf(rule, { tcp, named, sources, destinations, unclearPorts: sourcePorts.unclear });
  const allows = accessOf(rule) === 'allow';
  const entry = { rule, allows, sources, sourcePorts: sourcePorts.ports, destinations };
  return doubt === undefined ? entry : { ...entry, doubt };
}

interface Read {
  readonly tcp: boolean | undefined;
  readonly named: boolean;
  readonly sources: AddressTerms;
  readonly destinations: AddressTerms;
  readonly unclearPorts: readonly string[];
}

function doubtOf(rule: SecurityRule, { tcp, named, sources, destinations, unclearPorts }: Read): string | undefined {
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

function holds(ports: Ranges<number>, port: number): boolean {
  for (let at = 0; at < ports.length; at += 2) {
    if (port >= (ports[at] ?? 0) && port < (ports[at + 1] ?? 0)) return true;
  }
  return false;
}

/** Whether they leave no port out that a client may connect from. */
export function areAllPorts(ports: Ranges<number>): boolean {
  return pairsOf(ports).some(([first, end]) => first <= 1 && end >= 65_536);
}

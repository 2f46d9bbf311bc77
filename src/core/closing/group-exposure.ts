import type { Nsg, SecurityRule } from '../facts.ts';
import type { AddressSet } from '../net/address-set.ts';
import type { Exposure, ExposureContext } from '../net/exposure.ts';
import { exposureOf } from '../net/exposure-of.ts';
import { lostBetween } from '../net/lost-between.ts';
import type { NsgFacts } from '../nsg-facts.ts';
import { isRuleNameOf } from '../remediations/names.ts';

/** What of a group's facts decides, beside its rules, whom it lets in. */
export type Grounds = Pick<NsgFacts, 'around' | 'thresholds'>;

/** What these rules of the group let in from the internet to one port. */
export function groupExposure(grounds: Grounds, rules: Nsg['rules'], port: number): Exposure {
  return exposureOf({ rules }, contextOf(grounds, port));
}

/** Who reaches some host by the one list of rules, and not by the other. */
export function lostIn(grounds: Grounds, before: Nsg['rules'], after: Nsg['rules'], port: number): AddressSet {
  return lostBetween(before, after, contextOf(grounds, port));
}

function contextOf({ around = {}, thresholds }: Grounds, port: number): ExposureContext {
  return { port, thresholds, ...around };
}

/** What some of its rules would let in by themselves, without the default rules behind them. */
export function exposureOfThese(grounds: Grounds, rules: Nsg['rules'], port: number): Exposure {
  return groupExposure(grounds, alone(rules), port);
}

/** Rules without the default rules behind them. */
export function alone(rules: Nsg['rules']): Nsg['rules'] {
  return [...rules, nothingElse];
}

const nothingElse: SecurityRule = {
  name: 'nothing else',
  priority: 64_999,
  direction: 'Inbound',
  access: 'Deny',
  protocol: '*',
  sources: ['*'],
  sourceAsgIds: [],
  sourcePorts: ['*'],
  destinations: ['*'],
  destinationAsgIds: [],
  destinationPorts: ['*'],
  isDefault: false,
};

/** The rules as they were before a request put its own there: planned again half way, it is the same plan. */
export function rulesWithout({ nsg }: NsgFacts, requestId: string): Nsg['rules'] {
  const rules = nsg.rules.filter(({ name, isDefault }) => isDefault || !isRuleNameOf(requestId, name));
  return rules.length === nsg.rules.length ? nsg.rules : rules;
}

/** Whether somebody gets in who is not on a short list. */
export function isExposed({ verdict }: Exposure): boolean {
  return verdict === 'open' || verdict === 'partial';
}

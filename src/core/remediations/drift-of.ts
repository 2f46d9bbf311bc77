import type { SecurityRule } from '../facts.ts';
import { AddressSet } from '../net/address-set.ts';
import type { ExpectedRule } from './expected-rules.ts';

export type Drift =
  | { readonly kind: 'none' }
  | { readonly kind: 'vanished' }
  /** Somebody changed it by hand. `what` is a phrase each: "its source is * and not 203.0.113.7". */
  | { readonly kind: 'edited'; readonly what: readonly string[] };

/** What became of a rule of the bot's in Azure. @param actual the rule of that name in that group */
export function driftOf(expected: ExpectedRule, actual: SecurityRule | undefined): Drift {
  if (actual === undefined) return { kind: 'vanished' };
  const what = [
    ...(actual.access.toLowerCase() === 'allow' ? [] : ['it denies']),
    ...(actual.direction.toLowerCase() === 'inbound' ? [] : ['it is about what goes out']),
    ...(actual.protocol.toLowerCase() === 'tcp' ? [] : [`its protocol is ${actual.protocol} and not TCP`]),
    ...(actual.priority === expected.priority
      ? []
      : [`its priority is ${actual.priority} and not ${expected.priority}`]),
    ...addresses('source', actual.sources, actual.sourceAsgIds, expected.from),
    ...addresses('destination', actual.destinations, actual.destinationAsgIds, expected.to),
    ...ports('source ports are', actual.sourcePorts, '*'),
    ...ports('port is', actual.destinationPorts, String(expected.port)),
  ];
  return what.length === 0 ? { kind: 'none' } : { kind: 'edited', what };
}

/** The same address may be written in several ways: with a mask, or long. */
function addresses(end: string, texts: readonly string[], groups: readonly string[], expected: string): string[] {
  const [only, ...more] = texts;
  const isSame =
    more.length === 0 && groups.length === 0 && AddressSet.parse(only ?? '')?.equals(AddressSet.of(expected));
  if (isSame) return [];
  const is = [...texts, ...groups.map((id) => id.slice(id.lastIndexOf('/') + 1))].join(', ') || 'nothing';
  return [`its ${end} is ${is} and not ${expected}`];
}

function ports(words: string, texts: readonly string[], expected: string): string[] {
  const whole = new Set(texts.map((text) => text.replace('0-65535', '*').replace(/^(\d+)-\1$/, '$1')));
  return whole.size === 1 && whole.has(expected)
    ? []
    : [`its ${words} ${texts.join(', ') || 'nothing'} and not ${expected}`];
}

import type { Nsg, SecurityRule } from '../facts.ts';
import type { Exposure } from '../net/exposure.ts';
import { type DeniedDestination, destinationFor, fitting } from './denied-destination.ts';
import { type DeniedSources, deniedSources } from './denied-sources.ts';
import { alone, exposureOfThese, type Grounds, lostIn } from './group-exposure.ts';
import { isAllow } from './is-allow.ts';
import { openingRules } from './opening-rules.ts';

/** Whom a Deny shuts out from where, and which rules it stands in front of. */
export interface WhatToDeny {
  /** By ascending priority. */
  readonly opening: readonly [SecurityRule, ...SecurityRule[]];
  /** One entry for each rule that it takes. */
  readonly denied: readonly DeniedSources[];
  readonly to: DeniedDestination;
  /** What the rules in front of it let in. */
  readonly kept: Exposure;
}

/** Only whom the opening rules let in, and no rule in front of them: a short list behind them that names others stays. */
export function whatToDeny(grounds: Grounds, rules: Nsg['rules'], exposure: Exposure, port: number): WhatToDeny {
  const [first, ...more] = openingRules(grounds, rules, exposure, port);
  if (first === undefined) throw new Error('what is exposed is let in by some rule');
  const opening = [first, ...more] as const;
  const before = rules.filter(
    ({ priority, direction }) => priority < first.priority && direction.toLowerCase() === 'inbound',
  );
  const letting = rules.filter((rule) => before.includes(rule) || opening.includes(rule) || !isAllow(rule, port));
  const shut = lostIn(grounds, letting, alone(before), port);
  const to = destinationFor(opening);
  const denied = deniedSources(exposure, opening, shut).flatMap((each) => fitting(each, to));
  return { opening, denied, to, kept: exposureOfThese(grounds, before, port) };
}

import type { SecurityRule } from '../facts.ts';
import { AddressSet } from './address-set.ts';
import type { ExposureContext } from './exposure.ts';
import { hostClasses } from './host-classes.ts';
import { rulesAbout } from './port-rules.ts';
import { type PublicRule, publicRules, type Reading } from './public-rules.ts';
import { reachOf } from './reach-of.ts';
import { routedBy } from './routed-by.ts';

type Rules = readonly SecurityRule[];

/**
 * Public addresses that reach some host by the one list of rules, and do not reach it by the other; whether they still
 * reach another host does not matter. A rule that is not understood is read both ways, so that nobody is left out.
 */
export function lostBetween(before: Rules, after: Rules, context: ExposureContext): AddressSet {
  const readings = ['let in', 'keep out'] as const;
  return AddressSet.join(readings.map((doubts) => lostReading(before, after, { context, doubts })));
}

interface How extends Pick<Reading, 'doubts'> {
  readonly context: ExposureContext;
}

function lostReading(before: Rules, after: Rules, { context, doubts }: How): AddressSet {
  const read = (rules: Rules): readonly PublicRule[] =>
    publicRules(rulesAbout(rules, context.port), { doubts, routed: routedBy(context) });
  const [was, is] = [read(before), read(after)];
  return AddressSet.join(
    hostClasses([...was, ...is], context).map((hosts) =>
      reachOf(was, hosts).sources.subtract(reachOf(is, hosts).sources),
    ),
  );
}

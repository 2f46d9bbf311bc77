import type { SecurityRule } from '../facts.ts';
import { AddressSet } from './address-set.ts';
import type { ExposureContext } from './exposure.ts';
import { partsByRoutes, placed } from './exposure-of.ts';
import { hostClasses } from './host-classes.ts';
import { type PortRule, rulesAbout } from './port-rules.ts';
import { publicRules, type Reading } from './public-rules.ts';
import { reachOf } from './reach-of.ts';
import { routedBy } from './routed-by.ts';

type Rules = readonly SecurityRule[];

/**
 * Public addresses that reach some host by the one list of rules, and do not reach it by the other; whether they still
 * reach another host does not matter. A rule that is not understood is read both ways, so that nobody is left out.
 */
export function lostBetween(before: Rules, after: Rules, context: ExposureContext): AddressSet {
  const readings = ['let in', 'keep out'] as const;
  return AddressSet.join(
    readings.flatMap((doubts) => {
      const about = (rules: Rules) => rulesAbout(rules, context.port, (rule) => placed(rule, doubts));
      const [was, is] = [about(before), about(after)];
      return partsByRoutes(context).map((part) => lostIn(was, is, { part, doubts }));
    }),
  );
}

interface How extends Pick<Reading, 'doubts'> {
  readonly part: ExposureContext;
}

function lostIn(before: readonly PortRule[], after: readonly PortRule[], { part, doubts }: How): AddressSet {
  const reading = { doubts, routed: routedBy(part) };
  const [was, is] = [publicRules(before, reading), publicRules(after, reading)];
  return AddressSet.join(
    hostClasses([...was, ...is], part).map((hosts) => reachOf(was, hosts).sources.subtract(reachOf(is, hosts).sources)),
  );
}

import type { VmFacts } from '../facts.ts';
import { adminRuling } from '../net/admin-ruling.ts';
import { wayIn } from '../net/way-in.ts';
import { code } from '../text/escape.ts';
import { adminRulesAt } from './admin-rules-at.ts';
import { ruleWords } from './sentences.ts';
import { endpointSku, flowTo, hasGroup, type Target } from './target.ts';

/** Whether all rules together let somebody through; `unknown` where they could not be read, do not say, or split a range. */
export type WayTo =
  | { readonly kind: 'open' | 'unknown' }
  /** `by` names the rule; undefined where a Standard public address is closed for want of a security group. */
  | { readonly kind: 'closed'; readonly by: string | undefined };

/** @param from address or CIDR block of whoever connects */
export function wayTo(facts: VmFacts, target: Target, from: string, port: number): WayTo {
  const flow = flowTo(target, from, port);
  const rules = adminRulesAt(facts, target);
  const admin = rules?.kind === 'admin-rules' ? adminRuling(rules, flow) : undefined;
  if (admin?.access === 'deny') {
    return { kind: 'closed', by: `Virtual Network Manager's rule ${code(admin.rule.name)}` };
  }
  if (admin?.access === 'undetermined') return { kind: 'unknown' };
  const { subnetNsg, nicNsg } = target;
  if (admin?.access === 'always-allow' && hasGroup(target)) return { kind: 'open' };
  const way = wayIn({ subnetNsg, nicNsg, endpointSku: endpointSku(target, from), flow });
  if (way.kind !== 'closed') return { kind: way.kind === 'open' ? 'open' : 'unknown' };
  const [stop] = way.stops;
  return { kind: 'closed', by: stop.kind === 'rule' ? ruleWords(stop.rule, stop.nsg, stop.layer) : undefined };
}

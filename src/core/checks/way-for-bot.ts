import type { VmFacts } from '../facts.ts';
import { adminRuling } from '../net/admin-ruling.ts';
import { wayIn } from '../net/way-in.ts';
import { code } from '../text/escape.ts';
import { adminRulesAt } from './admin-rules-at.ts';
import { ruleWords } from './sentences.ts';
import { endpointSku, flowTo, targetOf } from './target.ts';

/** Whether the rules let the bot itself in; `unknown` where they could not be read or do not say. */
export type WayForBot = { readonly kind: 'open' | 'unknown' } | { readonly kind: 'closed'; readonly because: string };

/** @param botAddress the bot's outbound address as configured */
export function wayForBot(facts: VmFacts, port: number, botAddress: string): WayForBot {
  const target = targetOf(facts, botAddress, port);
  if (target?.endpoint === undefined) return { kind: 'unknown' };
  const flow = flowTo(target, botAddress, port);
  const rules = adminRulesAt(facts, target);
  const admin = rules?.kind === 'admin-rules' ? adminRuling(rules, flow) : undefined;
  const bot = `the bot's own address ${code(botAddress)}`;
  if (admin?.access === 'deny') {
    return closed(`Virtual Network Manager's rule ${code(admin.rule.name)} shuts out ${bot}.`);
  }
  if (admin?.access === 'undetermined') return { kind: 'unknown' };
  const { subnetNsg, nicNsg } = target;
  if (admin?.access === 'always-allow' && (subnetNsg ?? nicNsg) !== undefined) return { kind: 'open' };
  const way = wayIn({ subnetNsg, nicNsg, endpointSku: endpointSku(target), flow });
  if (way.kind !== 'closed') return { kind: way.kind === 'open' ? 'open' : 'unknown' };
  const [stop] = way.stops;
  if (stop.kind === 'standard-without-nsg') {
    return closed('A Standard public address is closed without a security group.');
  }
  return closed(`${upperFirst(ruleWords(stop.rule, stop.nsg, stop.layer))} shuts out ${bot}.`);
}

function closed(because: string): WayForBot {
  return { kind: 'closed', because };
}

function upperFirst(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

import type { VmFacts } from '../facts.ts';
import { code } from '../text/escape.ts';
import { upperFirst } from './sentences.ts';
import { targetOf } from './target-of.ts';
import { wayTo } from './way-to.ts';

/** Whether the rules let the bot itself in; `unknown` where they could not be read or do not say. */
export type WayForBot = { readonly kind: 'open' | 'unknown' } | { readonly kind: 'closed'; readonly because: string };

/** @param botAddress the bot's outbound address as configured */
export function wayForBot(facts: VmFacts, port: number, botAddress: string): WayForBot {
  const target = targetOf(facts, botAddress, port);
  if (target?.endpoint === undefined) return { kind: 'unknown' };
  const way = wayTo(facts, target, botAddress, port);
  if (way.kind !== 'closed') return way;
  if (way.by === undefined) return closed('A Standard public address is closed without a security group.');
  return closed(`${upperFirst(way.by)} shuts out the bot's own address ${code(botAddress)}.`);
}

function closed(because: string): WayForBot {
  return { kind: 'closed', because };
}

import type { PlanRefusal } from '../actions/action.ts';
import { refused } from '../actions/plan-refusal.ts';
import type { Exposure } from '../net/exposure.ts';
import type { NsgFacts } from '../nsg-facts.ts';
import { code, inert } from '../text/escape.ts';
import { whoWords } from './who-words.ts';

/** Why there is nothing to close, or nothing that can be told. */
export function whyNotClose(
  { nsg, routesUnread = [] }: NsgFacts,
  { verdict, because, sources }: Exposure,
  port: number,
): PlanRefusal | undefined {
  switch (verdict) {
    case 'open':
    case 'partial':
      return undefined;
    case 'closed':
      return refused(
        `Port ${port} is closed to the internet in ${code(nsg.name)} already.`,
        routesUnread.length === 0
          ? 'The next audit will see it.'
          : `Whether a route opens it is not known. ${routesUnread.map(inert).join(' ')}`,
      );
    case 'narrow':
      return refused(
        `Port ${port} is closed to the internet in ${code(nsg.name)} already, but for a short list: ${whoWords(sources)}.`,
        'If somebody on it should not get in, take them out of its rule in Azure.',
      );
    case 'unknown':
      return refused(
        `Who gets in to port ${port} in ${code(nsg.name)} cannot be told: ${inert(because ?? 'a rule is not understood')}`,
        'Look at its rules in Azure, and close it there.',
      );
  }
}

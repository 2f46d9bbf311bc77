import type { PlanRefusal } from '../actions/action.ts';
import { refused } from '../actions/plan-refusal.ts';
import type { Exposure } from '../net/exposure.ts';
import type { NsgFacts } from '../nsg-facts.ts';
import { code, inert } from '../text/escape.ts';
import { askManager, forcedWords, managerLets } from './forced-words.ts';
import { whoWords } from './who-words.ts';

/** Why there is nothing to close, or nothing that can be told. */
export function whyNotClose(
  facts: NsgFacts,
  { verdict, because, sources }: Exposure,
  port: number,
): PlanRefusal | undefined {
  const { nsg } = facts;
  switch (verdict) {
    case 'open':
    case 'partial':
      return undefined;
    case 'closed':
      return refused(
        `Port ${port} is closed to the internet in ${code(nsg.name)} already.`,
        aroundWords(facts, port) ?? 'The next audit will see it.',
      );
    case 'narrow':
      return refused(
        `Port ${port} is closed to the internet in ${code(nsg.name)} already, but for a short list: ${whoWords(sources)}.`,
        aroundWords(facts, port) ?? 'If somebody on it should not get in, take them out of its rule in Azure.',
      );
    case 'unknown':
      return refused(
        `Who gets in to port ${port} in ${code(nsg.name)} cannot be told: ${inert(because ?? 'a rule is not understood')}`,
        'Look at its rules in Azure, and close it there.',
      );
  }
}

/** What opens it beside the group's own rules, or may. */
function aroundWords(facts: NsgFacts, port: number): string | undefined {
  const forced = forcedWords(facts, port);
  if (forced !== undefined) return `${managerLets(forced)} ${askManager}`;
  const { unread = [] } = facts;
  if (unread.length === 0) return undefined;
  return `Whether something around it opens it is not known. ${unread.slice(0, 3).map(inert).join(' ')}`;
}

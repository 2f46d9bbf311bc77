import type { Plan } from '../actions/plan.ts';
import type { Outcome } from '../checks/check.ts';
import type { Nsg } from '../facts.ts';
import type { Exposure } from '../net/exposure.ts';
import type { NsgFacts } from '../nsg-facts.ts';
import { ruleAt } from '../remediations/narrow-rule.ts';
import { code, inert } from '../text/escape.ts';
import { cloudTagsOf } from './denied-sources.ts';
import { askManager, forcedWords, managerLets } from './forced-words.ts';
import { groupExposure, isExposed, lostIn } from './group-exposure.ts';
import { whoWords } from './who-words.ts';

/**
 * Whether the group, read anew, lets nobody in. Where others still get in, the Deny stays all the same as long as it keeps
 * anybody out: only one that changes nothing has failed, since taking it back lets nobody in.
 */
export function verifyClosed(facts: NsgFacts, { port }: { readonly port: number }, plan: Plan): Outcome {
  const { rules } = facts.nsg;
  const after = groupExposure(facts, rules, port);
  const group = code(facts.nsg.name);
  const names = after.rules.map(({ name }) => code(name)).join(', ');
  const todo = `Look at ${names || 'the rules'} in ${group}, and ask again.`;
  if (after.verdict === 'unknown')
    return { status: 'unknown', summary: 'It cannot be told', because: after.because ?? '', todo };
  if (!isExposed(after)) return closed(facts, port);
  const forced = forcedWords(facts, port);
  const still = `${upper(whoWords(after.sources, cloudTagsOf(after.rules)))} still get in by ${names}.`;
  const because = forced === undefined ? still : `${still} ${managerLets(forced)}`;
  if (keepsOut(facts, withoutOwn(rules, plan), { after, port }))
    return {
      status: 'warn',
      summary: `The Deny is in ${group} and keeps people out of port ${port}, but not all`,
      because,
      todo,
    };
  return { status: 'fail', summary: `Port ${port} is still exposed in ${group}`, because, todo };
}

/** Of the group that is known; what decides before it, or beside it, is told. */
function closed(facts: NsgFacts, port: number): Outcome {
  const { nsg, unread = [] } = facts;
  const group = code(nsg.name);
  const forced = forcedWords(facts, port);
  if (forced !== undefined) {
    const summary = `Port ${port} is closed by the rules of ${group}, but open to some all the same`;
    return {
      status: 'warn',
      summary,
      because: [managerLets(forced), ...unread.slice(0, 3).map(inert)].join(' '),
      todo: askManager,
    };
  }
  if (unread.length === 0) return { status: 'pass', summary: `Port ${port} is closed to the internet in ${group}` };
  return {
    status: 'warn',
    summary: `By its rules port ${port} is closed to the internet in ${group}`,
    because: unread.slice(0, 3).map(inert).join(' '),
  };
}

/** What a tag holds is not known as addresses: there it shows in the rules that let in. */
function keepsOut(
  facts: NsgFacts,
  without: Nsg['rules'],
  { after, port }: { readonly after: Exposure; readonly port: number },
): boolean {
  if (!lostIn(facts, without, facts.nsg.rules, port).isEmpty) return true;
  return groupExposure(facts, without, port).rules.some((rule) => !after.rules.includes(rule));
}

function withoutOwn(rules: Nsg['rules'], { writes }: Plan): Nsg['rules'] {
  const own = new Set(writes.flatMap(({ path }) => ruleAt(path)?.name.toLowerCase() ?? []));
  return rules.filter(({ name, isDefault }) => isDefault || !own.has(name.toLowerCase()));
}

function upper(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

import type { NsgAction, PlanRefusal } from '../actions/action.ts';
import { refused } from '../actions/plan-refusal.ts';
import type { Nsg, SecurityRule } from '../facts.ts';
import { withDefaultRules } from '../net/default-rules.ts';
import type { NsgFacts } from '../nsg-facts.ts';
import { isRuleNameOf } from '../remediations/names.ts';
import { deleteRule } from '../remediations/narrow-rule.ts';
import { code } from '../text/escape.ts';
import { rulesNote } from './access-notes.ts';
import { boundNsg } from './bound-nsg.ts';
import { groupExposure, lostIn } from './group-exposure.ts';
import { isAllow } from './is-allow.ts';
import { ruleText } from './rule-text.ts';
import { namesTags } from './touched-rules.ts';
import { whoWords } from './who-words.ts';

export const reopenPort: NsgAction<'reopen-port'> = {
  id: 'reopen-port',
  about: 'nsg',
  title: 'Reopen the port',
  doing: (group) => `reopen a port in ${group}`,
  subject: (group, { port }) => `reopening port ${port} in ${group}`,
  asks: (group, { port, closing }) =>
    `reopen port ${port} in the security group ${group}, which request ${code(closing?.requestId ?? '')} closed`,
  opensTo: false,
  timeBox: 'none',
  permissions: ['Microsoft.Network/networkSecurityGroups/securityRules/delete'],
  plan({ facts, params: { port, closing = { requestId: '', rules: [] } } }) {
    const vm = boundNsg(facts);
    if ('kind' in vm) return vm;
    const refusal = whyNot(facts, closing);
    if (refusal !== undefined) return refusal;
    const gone = lower(closing.rules);
    const left = facts.nsg.rules.filter(({ name }) => !gone.includes(name.toLowerCase()));
    const again = lostIn(facts, left, facts.nsg.rules, port);
    // Those that are gone already are named as well: planned again half way, it is the same plan.
    const writes = closing.rules.map((name) => deleteRule(facts.nsg, name));
    const gain = letInAgain(facts, left, port);
    const notes = [
      again.isEmpty
        ? 'Nobody on the internet gets in by that alone: another rule keeps them out, or what a tag holds is not known here.'
        : `Who gets in to port ${port} again: ${whoWords(again)}.`,
      ...rulesNote('These let in again', gain),
      'It takes away only what the bot itself put there to close the port; the rules of others stay as they are.',
    ];
    return {
      kind: 'planned',
      plan: { vm, writes, undo: [], bystanders: { lose: [], keep: [], gain: gain.map(ruleText) } },
      notes,
    };
  },
  verify({ nsg }, { port, closing }) {
    const named = lower(closing?.rules ?? []);
    const there = nsg.rules.filter(({ name }) => named.includes(name.toLowerCase()));
    if (there.length === 0)
      return { status: 'pass', summary: `The Deny for port ${port} is gone from ${code(nsg.name)}` };
    const summary = `${there.map(({ name }) => code(name)).join(', ')} is still in ${code(nsg.name)}`;
    return { status: 'fail', summary, todo: 'Look at the rule in Azure, and ask again.' };
  },
};

/** The rules behind the first Deny that is taken away, as far as they may let in from the internet. */
function letInAgain(facts: NsgFacts, left: Nsg['rules'], port: number): readonly SecurityRule[] {
  const first = Math.min(...facts.nsg.rules.filter((rule) => !left.includes(rule)).map(({ priority }) => priority));
  const letting = groupExposure(facts, left, port).rules;
  const behind = withDefaultRules(left).filter((rule) => rule.priority > first && isAllow(rule, port));
  return behind
    .filter((rule) => letting.some(({ name }) => name === rule.name) || namesTags(rule))
    .toSorted((left, right) => left.priority - right.priority);
}

/** Nothing is taken away but Deny rules that prove to be those of that very request. */
function whyNot(
  { nsg, ownRules }: NsgFacts,
  { requestId, rules }: { readonly requestId: string; readonly rules: readonly string[] },
): PlanRefusal | undefined {
  const stranger = rules.find((name) => !isRuleNameOf(requestId, name));
  if (rules.length === 0 || stranger !== undefined)
    return refused('That request closed nothing here.', 'Look for the card of the request that did.');
  const own = lower(ownRules);
  const named = lower(rules);
  const there = nsg.rules.filter(({ name }) => named.includes(name.toLowerCase()));
  if (there.length === 0)
    return refused(
      `The Deny that request ${code(requestId)} put into ${code(nsg.name)} is gone already.`,
      'If the port is still closed, another rule does that.',
    );
  const foreign = there.find(
    ({ name, access }) => access.toLowerCase() !== 'deny' || !own.includes(name.toLowerCase()),
  );
  if (foreign === undefined) return undefined;
  return refused(
    `The rule ${code(foreign.name)} in ${code(nsg.name)} does not prove to be the bot's own Deny any more: somebody has changed it.`,
    'Look at it in Azure, and take it away by hand if nobody needs it.',
  );
}

function lower(names: readonly string[]): readonly string[] {
  return names.map((name) => name.toLowerCase());
}

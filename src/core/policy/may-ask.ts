import { code } from '../text/escape.ts';
import { type Actor, refusedKind } from './actor.ts';
import { among } from './among.ts';
import { peopleWords } from './people-words.ts';
import type { Policy, PolicyVm } from './policy.ts';
import { actionFacts, type PolicyAction } from './policy-actions.ts';
import { type PolicyRefusal, refused } from './refused.ts';
import { type Ruling, rulingOn } from './ruling.ts';

/**
 * Whether this person may ask for the action at all, before it is known what exactly: for a button, a form or a read.
 * A request goes through `judgeRequest`, which asks this first.
 */
export function mayAsk(policy: Policy, vm: PolicyVm, action: PolicyAction, actor: Actor): Ruling {
  const kind = refusedKind(actor);
  if (kind !== undefined) return kind;
  const ruling = rulingOn(policy, vm, action);
  if (ruling.kind === 'refused') return ruling;
  const { allows, owner, rule } = ruling;
  const who = peopleWords(allows.requesters, owner);
  const doing = actionFacts[action].doing(code(vm.name));
  switch (among(allows.requesters, actor, owner)) {
    case 'yes':
      return ruling;
    case 'unknown':
      return groupsUnread(`whether you may ${doing}`, who);
    case 'no':
      return refused(
        `You may not ${doing}: by the policy's rule ${code(rule)} those who may are ${who}.`,
        who === 'nobody'
          ? 'Ask whoever runs the bot to change the rule.'
          : 'Ask one of them to do it, or whoever runs the bot to add you.',
      );
  }
}

/** @param what e.g. "whether you may approve this" */
export function groupsUnread(what: string, who: string): PolicyRefusal {
  return refused(
    `Slack did not tell me who belongs to which user group, so I do not know ${what}: that is for ${who}.`,
    'Try again in a minute; if it stays so, whoever runs the bot should look at its log and its scope `usergroups:read`.',
  );
}

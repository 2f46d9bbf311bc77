import type { AppliedPolicy } from '../requests/request.ts';
import { durationWords } from '../text/duration.ts';
import { groupMention, userMention } from '../text/mention.ts';
import { type Actor, refusedKind } from './actor.ts';
import { among } from './among.ts';
import { approversOf } from './approvers-of.ts';
import { beyondLimits, type Wish } from './beyond-limits.ts';
import { groupsUnread } from './may-ask.ts';
import { peopleWords } from './people-words.ts';
import { nobody, type Policy, type PolicyVm } from './policy.ts';
import { type PolicyRefusal, refused } from './refused.ts';
import { rulingOn } from './ruling.ts';

export type BreakGlassVerdict =
  | { readonly kind: 'allowed'; readonly applied: AppliedPolicy; readonly lapsesAfterMs: number }
  | PolicyRefusal;

/**
 * Whether this person may open port 22 alone. It does without approval and without being among the requesters; the
 * rule's limits still hold, and where the policy lets nobody open a port, break-glass does not either. Who could have
 * approved is to be told: `approversOf`.
 */
export function judgeBreakGlass(
  policy: Policy,
  vm: PolicyVm,
  actor: Actor,
  wish: Wish & { readonly port: number },
): BreakGlassVerdict {
  const { breakGlass } = policy;
  if (breakGlass === undefined) return refused('Break-glass is off here.', 'Ask for the port in the ordinary way.');
  const kind = refusedKind(actor);
  if (kind !== undefined) return kind;
  const people = [{ ...nobody, groups: breakGlass.groups }];
  const who = peopleWords(people, undefined);
  const is = among(people, actor, undefined);
  if (is === 'unknown') return groupsUnread('whether you may break the glass', who);
  if (is === 'no') return refused(`Break-glass is for ${who}.`, 'Ask for the port in the ordinary way.');
  if (wish.port !== 22) return refused('Break-glass opens port 22 only.', 'Ask for another port in the ordinary way.');
  if ((wish.reason ?? '').trim() === '')
    return refused('Break-glass needs a reason.', 'Say what is wrong; everybody who could have approved will read it.');
  const ruling = rulingOn(policy, vm, 'open-port');
  if (ruling.kind === 'refused') return ruling;
  const longestMs = Math.min(breakGlass.longestMs, ruling.allows.longestMs);
  if (wish.durationMs !== undefined && wish.durationMs > longestMs)
    return refused(
      `${durationWords(wish.durationMs)} is too long for break-glass.`,
      `Ask for ${durationWords(longestMs)} at most.`,
    );
  const { reason: _anyReason, ...limits } = ruling.allows;
  const allows = { ...limits, reason: { required: true, patterns: [] } };
  const refusal = beyondLimits(allows, 'open-port', wish);
  if (refusal !== undefined) return refusal;
  return {
    kind: 'allowed',
    applied: { rule: ruling.rule, approvals: 0, approvers: whoCouldHave(policy, vm), without: 'break-glass' },
    lapsesAfterMs: ruling.allows.lapsesAfterMs,
  };
}

/** Everybody who could have approved, to be told; "everybody" where there is nobody in particular. */
function whoCouldHave(policy: Policy, vm: PolicyVm): string {
  const { userIds, groupIds } = approversOf(policy, vm, 'open-port');
  return [...groupIds.map(groupMention), ...userIds.map(userMention)].join(', ') || 'everybody';
}

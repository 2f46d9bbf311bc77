import type { Decision } from '../requests/request.ts';
import { code } from '../text/escape.ts';
import { type Actor, refusedKind } from './actor.ts';
import { among } from './among.ts';
import { approvalNeeded } from './approval-needed.ts';
import type { Wish } from './beyond-limits.ts';
import { groupsUnread } from './may-ask.ts';
import { peopleWords } from './people-words.ts';
import type { Policy, PolicyVm } from './policy.ts';
import type { PolicyAction } from './policy-actions.ts';
import { type PolicyRefusal, refused } from './refused.ts';
import { rulingOn } from './ruling.ts';

export type ApprovalVerdict =
  | {
      readonly kind: 'allowed';
      /** How many more are needed when this one is counted; 0: it is the last. Of no meaning for a denial. */
      readonly stillNeeded: number;
    }
  | PolicyRefusal;

/**
 * Whether this person may approve or deny the request, by the policy as it is now.
 *
 * @param requester Slack user id
 * @param decisions those that were made so far; who made them was judged then
 * @param wanted what the action alone does not tell
 * @param verdict who approved may still deny, but not approve again
 */
export function judgeApproval(
  policy: Policy,
  vm: PolicyVm,
  action: PolicyAction,
  requester: string,
  actor: Actor,
  decisions: readonly Decision[],
  verdict: Decision['verdict'] = 'approve',
  wanted: Pick<Wish, 'command' | 'opening' | 'reason'> = {},
): ApprovalVerdict {
  const kind = refusedKind(actor);
  if (kind !== undefined) return kind;
  if (actor.userId === requester) {
    return verdict === 'approve'
      ? refused(
          'You asked for this yourself, and nobody approves their own request.',
          'Somebody else has to approve it.',
        )
      : refused('You asked for this yourself.', 'Cancel it instead.');
  }
  const ruling = rulingOn(policy, vm, action);
  if (ruling.kind === 'refused') return ruling;
  const { allows, owner, rule } = ruling;
  const approval = approvalNeeded({ policy, vm, action, allows }, wanted);
  if (approval.kind === 'refused') return approval;
  if (approval.kind === 'auto')
    return refused(
      'By the policy as it is now this needs no approval.',
      'The requester can ask again, and it is done.',
    );
  const { approvers, approvals } = approval;
  const who = peopleWords(approvers, owner);
  const is = among(approvers, actor, owner);
  if (is === 'unknown') return groupsUnread('whether you may decide this', who);
  if (is === 'no')
    return refused(
      `You may not decide this: by the policy's rule ${code(rule)} those who may are ${who}.`,
      who === 'nobody' ? 'Ask whoever runs the bot to change the rule.' : 'One of them has to.',
    );
  const approved = new Set(
    decisions.filter((each) => each.verdict === 'approve' && each.by !== requester).map(({ by }) => by),
  );
  if (verdict === 'approve' && approved.has(actor.userId))
    return refused(
      'You have approved this already, and nobody counts twice.',
      'Somebody else has to approve it as well.',
    );
  return { kind: 'allowed', stillNeeded: Math.max(0, approvals - approved.size - 1) };
}

import type { AppliedPolicy } from '../requests/request.ts';
import { code } from '../text/escape.ts';
import type { Actor } from './actor.ts';
import { approvalNeeded } from './approval-needed.ts';
import { beyondLimits, type Wish } from './beyond-limits.ts';
import { mayAsk } from './may-ask.ts';
import { approvalWords, peopleWords } from './people-words.ts';
import type { Approval, Policy, PolicyVm } from './policy.ts';
import type { PolicyAction } from './policy-actions.ts';
import { type PolicyRefusal, refused } from './refused.ts';
import { unknownTemplate } from './still-the-same-command.ts';

export type RequestVerdict =
  | {
      readonly kind: 'allowed';
      readonly applied: AppliedPolicy;
      readonly lapsesAfterMs: number;
      /** It needs no approval. */
      readonly auto: boolean;
    }
  | PolicyRefusal;

/** Whether this person may ask for exactly this, and what it then needs. */
export function judgeRequest(
  policy: Policy,
  vm: PolicyVm,
  action: PolicyAction,
  actor: Actor,
  wish: Wish,
): RequestVerdict {
  const ruling = mayAsk(policy, vm, action, actor);
  if (ruling.kind === 'refused') return ruling;
  const { rule, allows, owner } = ruling;
  const approval = approvalNeeded({ policy, vm, action, allows }, wish, actor);
  if (approval.kind === 'refused') return approval;
  const { lapsesAfterMs } = allows;
  const refusal =
    unknownTemplate(policy, wish.command) ??
    beyondLimits(allows, action, wish) ??
    nobodyElse(approval, owner, actor.userId, rule);
  if (refusal !== undefined) return refusal;
  const applied = {
    rule,
    approvals: approval.kind === 'auto' ? 0 : approval.approvals,
    approvers: approvalWords(approval, owner),
    ...(approval.kind === 'auto' ? { without: 'auto' as const } : {}),
  };
  return { kind: 'allowed', applied, lapsesAfterMs, auto: approval.kind === 'auto' };
}

/** Where the approvers are named one by one, it shows at once when there are too few: better than a request that lapses. */
function nobodyElse(
  approval: Approval,
  owner: string | undefined,
  requester: string,
  rule: string,
): PolicyRefusal | undefined {
  if (approval.kind === 'auto') return undefined;
  const { approvals, approvers } = approval;
  // Who belongs to a group is not known here, so only those who are named by themselves are counted.
  const named = approvers
    .filter(({ everyone, groups }) => !everyone && groups.length === 0)
    .map(({ users, owner: ownerToo }) => new Set([...users, ...(ownerToo ? [owner] : [])]));
  if (named.length === 0) return undefined;
  const inAll = [...(named[0] ?? [])].filter((id) => named.every((each) => each.has(id)));
  const others = inAll.filter((id) => id !== undefined && id !== requester).length;
  if (others >= approvals) return undefined;
  return refused(
    `Nobody could approve this: by the policy's rule ${code(rule)} it takes ${approvals} of ${peopleWords(approvers, owner)}, and your own approval does not count.`,
    'Ask whoever runs the bot to name more approvers.',
  );
}

import { type Actor, refusedKind } from './actor.ts';
import { among } from './among.ts';
import { groupsUnread } from './may-ask.ts';
import { peopleWords } from './people-words.ts';
import type { Policy, PolicyVm } from './policy.ts';
import type { PolicyAction } from './policy-actions.ts';
import { type PolicyRefusal, refused } from './refused.ts';
import { rulingOn } from './ruling.ts';

/** Whether this person may close a grant before its end: the requester, an approver, or an admin. */
export function judgeClose(
  policy: Policy,
  vm: PolicyVm,
  action: PolicyAction,
  requester: string,
  actor: Actor,
): { readonly kind: 'allowed' } | PolicyRefusal {
  if (actor.userId === requester) return { kind: 'allowed' };
  const kind = refusedKind(actor);
  if (kind !== undefined) return kind;
  if (policy.admins.includes(actor.userId)) return { kind: 'allowed' };
  const ruling = rulingOn(policy, vm, action);
  const approval = ruling.kind === 'ruled' ? ruling.allows.approval : undefined;
  const approvers = approval?.kind === 'people' ? approval.approvers : [];
  const owner = ruling.kind === 'ruled' ? ruling.owner : undefined;
  const is = approvers.length === 0 ? 'no' : among(approvers, actor, owner);
  const who = peopleWords(approvers, owner);
  if (is === 'yes') return { kind: 'allowed' };
  if (is === 'unknown') return groupsUnread('whether you may close this', who);
  return refused(
    'You may not close this: only who asked for it, its approvers and the admins may.',
    'It closes by itself at its end.',
  );
}

import { groupMention, userMention } from '../text/mention.ts';
import type { Approval, People } from './policy.ts';

/** "every full member", "<group>, <person>", "<group>, if also among <person>": for a sentence with mentions. */
export function peopleWords(all: readonly People[], owner: string | undefined): string {
  const [first = 'nobody', ...more] = all.map((people) => wordsOf(people, owner));
  if (first === 'nobody' || more.includes('nobody')) return 'nobody';
  return [first, ...more.map((words) => `if also among ${words}`)].join(', ');
}

/** "1 of <group>", "no approval". */
export function approvalWords(approval: Approval, owner: string | undefined): string {
  if (approval.kind === 'auto') return 'no approval';
  return `${approval.approvals} of ${peopleWords(approval.approvers, owner)}`;
}

/** Whose owner is not said: it is a VM's, or a security group's. */
function wordsOf({ everyone, groups, users, owner: ownerToo }: People, owner: string | undefined): string {
  if (everyone) return 'every full member';
  const named = [
    ...groups.map(groupMention),
    ...users.map(userMention),
    ...(ownerToo ? [owner === undefined ? 'the owner (no tag names one)' : `the owner ${userMention(owner)}`] : []),
  ];
  return named.length === 0 ? 'nobody' : named.join(', ');
}

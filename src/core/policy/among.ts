import type { Actor } from './actor.ts';
import type { People } from './policy.ts';

/**
 * Whether a full member is among each of these. `unknown` only where it hangs on user groups that could not be read.
 *
 * @param owner user id from the owner tag
 */
export function among(all: readonly People[], actor: Actor, owner: string | undefined): 'yes' | 'no' | 'unknown' {
  const answers = all.map((people) => isOne(people, actor, owner));
  if (answers.includes('no')) return 'no';
  return answers.includes('unknown') || answers.length === 0 ? 'unknown' : 'yes';
}

function isOne(people: People, { userId, groupIds }: Actor, owner: string | undefined): 'yes' | 'no' | 'unknown' {
  if (people.everyone || people.users.includes(userId) || (people.owner && owner === userId)) return 'yes';
  if (people.groups.length === 0) return 'no';
  if (groupIds === undefined) return 'unknown';
  return people.groups.some((group) => groupIds.has(group)) ? 'yes' : 'no';
}

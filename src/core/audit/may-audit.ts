import { type Actor, refusedKind } from '../policy/actor.ts';
import { among } from '../policy/among.ts';
import type { People, Policy } from '../policy/policy.ts';
import { type Refusal, refuse } from '../text/refusal.ts';
import type { AuditSettings } from './audit-settings.ts';

/** Whether somebody may run and read audits: they show addresses, rules and machines. @returns why not */
export function mayReadAudit(settings: AuditSettings, policy: Policy, actor: Actor): Refusal | undefined {
  return whyNot(settings.readers, policy, actor, 'run or read audits', 'audit.readers');
}

/** Whether somebody may have a finding left out of reports. @returns why not */
export function mayWaive(settings: AuditSettings, policy: Policy, actor: Actor): Refusal | undefined {
  return whyNot(settings.waivers, policy, actor, 'waive findings', 'audit.waivers');
}

function whyNot(
  people: People,
  { admins }: Pick<Policy, 'admins'>,
  actor: Actor,
  what: string,
  key: string,
): Refusal | undefined {
  const stranger = refusedKind(actor);
  if (stranger !== undefined) return refuse(stranger.problem, stranger.hint);
  if (admins.includes(actor.userId)) return undefined;
  const answer = among([people], actor, undefined);
  if (answer === 'yes') return undefined;
  if (answer === 'unknown')
    return refuse(
      'Slack did not tell me who belongs to which user group, so I cannot tell whether you may.',
      'Try again in a minute.',
    );
  return refuse(`You may not ${what}.`, `The admins of the bot may, and whom \`${key}\` names in its configuration.`);
}

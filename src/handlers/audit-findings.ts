import type { App } from '@slack/bolt';
import { mayReadAudit, mayWaive } from '../core/audit/may-audit.ts';
import { actionIds } from '../views/action-ids.ts';
import { findingDetails } from '../views/audit-details.ts';
import { refusal } from '../views/refusal.ts';
import { registerAuditWaivers } from './audit-waivers.ts';
import { findingGone, lastFinding } from './last-finding.ts';
import { onPress } from './on-press.ts';
import type { Tools } from './subcommand.ts';

/** The buttons of a report. A click looks the finding up in the last run, and asks anew who may. */
export function registerAuditFindings(app: App, tools: Tools): void {
  const { azure, people, policy, auditSettings } = tools;

  onPress(app, tools, actionIds.auditDetails, async ({ value, who, reply }) => {
    const actor = await people.actor(who.userId, who.teamId);
    const refused = mayReadAudit(auditSettings, policy, actor);
    if (refused !== undefined) return reply(refusal(refused));
    const found = await lastFinding(value, tools);
    if (found === undefined) return reply(refusal(findingGone));
    const isWaiver = mayWaive(auditSettings, policy, actor) === undefined;
    const { about, id } = found.finding;
    const lastChange = about === 'nsg' ? await azure.lastChange(id) : undefined;
    await reply(findingDetails(found, isWaiver, lastChange));
  });

  registerAuditWaivers(app, tools);
}

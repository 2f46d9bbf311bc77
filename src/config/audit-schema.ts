import { z } from 'zod';
import { mostMentions } from '../core/audit/audit-settings.ts';
import { severities } from '../core/audit/severity.ts';
import { usualThresholds } from '../core/net/exposure.ts';
import { nextSlot } from '../cron/slot-due.ts';

/** The section `audit` of the YAML file; `toAudit` fills in what is left out. */

const most = 200;
const person = z.string().regex(/^(?:everyone|[UWS][A-Z0-9]{2,30})$/);
const people = z.union([person, z.array(person).min(1).max(most)]);
const who = 'everyone, or a list of Slack user ids (U...) and user group ids (S...)';

const schedule = z.string().refine((text) => text.trim().split(/\s+/).length === 5 && hasSlots(text));
const timezone = z.string().refine((text) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
});

const channel = z.strictObject({
  id: z
    .string()
    .regex(/^[CG][A-Z0-9]{2,30}$/)
    .describe("the id of a Slack channel, such as C0123ABC (in the channel's details, at the bottom)"),
  subscriptions: z.array(z.guid()).min(1).max(1000).optional().describe('a list of subscription ids (GUIDs)'),
  resourceGroups: z
    .array(z.string().min(1).max(200))
    .min(1)
    .max(most)
    .optional()
    .describe('a list of names of resource groups; * and ? may stand in them'),
  from: z.enum(severities).default('info').describe('critical, high, medium, low or info'),
  mention: z
    .array(z.string().regex(/^[UWS][A-Z0-9]{2,30}$/))
    .max(mostMentions)
    .default([])
    .describe('a list of Slack user ids (U...) and user group ids (S...)'),
});

export const auditSection = z.strictObject({
  schedule: schedule
    .optional()
    .describe('five cron fields that come true on some day, such as "0 7 * * 1-5", or leave it out to audit by hand'),
  timezone: timezone.default('Etc/UTC').describe('the name of a time zone, such as Europe/Berlin'),
  channels: z.array(channel).max(50).default([]).describe('a list of channels, each with id'),
  readers: people.optional().describe(`${who}: who may run and read audits besides policy.admins`),
  waivers: people.optional().describe(`${who}: who may waive findings besides policy.admins`),
  partialFrom: z
    .strictObject({
      ipv4: z.int().min(0).max(32).default(usualThresholds.ipv4Bits).describe('a whole number from 0 to 32'),
      ipv6: z.int().min(0).max(128).default(usualThresholds.ipv6Bits).describe('a whole number from 0 to 128'),
    })
    .prefault({})
    .describe('the keys ipv4 and ipv6: leading bits of the narrowest block that counts as open in part'),
});

export type AuditFile = z.infer<typeof auditSection>;

/** Whether it is a schedule, of times that come: the 30th of February does not. */
function hasSlots(text: string): boolean {
  try {
    return nextSlot(text, 'Etc/UTC', 0) !== undefined;
  } catch {
    return false;
  }
}

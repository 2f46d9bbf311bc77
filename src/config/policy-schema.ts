import { z } from 'zod';
import { AddressSet } from '../core/net/address-set.ts';
import { actionDefaults } from '../core/policy/policy.ts';
import { type PolicyAction, policyActions } from '../core/policy/policy-actions.ts';
import { parseDuration } from '../core/text/duration.ts';

/** The sections `policy` and `approvals` of the YAML file; `toPolicy` fills in what is left out. */

const longestName = 60;
const mostEntries = 200;

const userId = z.string().regex(/^[UW][A-Z0-9]{2,30}$/);
const groupId = z.string().regex(/^S[A-Z0-9]{2,30}$/);
const person = z.string().regex(/^(?:everyone|[UWS][A-Z0-9]{2,30})$/);
const approver = z.string().regex(/^(?:everyone|owner|[UWS][A-Z0-9]{2,30})$/);
const glob = z.string().min(1).max(200);

const oneOrMore = <T extends z.ZodType>(entry: T) => z.union([entry, z.array(entry).min(1).max(mostEntries)]);

const minute = 60_000;
const longestDuration = 7 * 24 * 60 * minute;
const duration = z.string().refine((text) => {
  const ms = parseDuration(text);
  return typeof ms === 'number' && ms >= minute && ms <= longestDuration;
});
const howLong = 'a duration from 1m to 7d, such as 30m, 4h or 1d';

const settings = {
  request: oneOrMore(person)
    .optional()
    .describe('everyone, or a list of Slack user ids (U...) and user group ids (S...): who may ask'),
  approve: oneOrMore(approver)
    .optional()
    .describe('everyone, owner, or a list of Slack user ids (U...) and user group ids (S...): who may approve'),
  approvals: z.int().min(1).max(10).optional().describe('a whole number from 1 to 10'),
  auto: z.boolean().optional().describe('true or false; true for what needs no approval'),
  reason: z.enum(['optional', 'required']).optional().describe('optional or required'),
  reasonLike: oneOrMore(glob)
    .optional()
    .describe('the form of the reason, or a list of forms: * is any text, ? one character, # one digit'),
  longest: duration.optional().describe(howLong),
  sources: z
    .array(z.string().refine((text) => AddressSet.parse(text) !== undefined))
    .min(1)
    .max(mostEntries)
    .optional()
    .describe('a list of addresses and CIDR blocks, such as 203.0.113.0/24'),
  widest: z
    .strictObject({
      ipv4: z.int().min(8).max(32).default(actionDefaults.widest.ipv4).describe('a whole number from 8 to 32'),
      ipv6: z.int().min(32).max(128).default(actionDefaults.widest.ipv6).describe('a whole number from 32 to 128'),
    })
    .optional()
    .describe('the keys ipv4 and ipv6: how many leading bits the widest block has'),
  lapsesAfter: duration.optional().describe(howLong),
  vmAccess: z
    .boolean()
    .optional()
    .describe('true or false; true lets keys in by the VMAccess extension, which makes the user and grants sudo'),
  templates: oneOrMore(glob).optional().describe('the name of one of the commands, or a list; * and ? may stand in it'),
  withoutApproval: oneOrMore(glob)
    .optional()
    .describe('the name of one of the commands, or a list; * and ? may stand in it'),
  free: z.boolean().optional().describe('true or false; true lets people ask for commands of their own'),
};

const action = z.strictObject(settings).nullable().optional().describe('keys and values, or nothing for the defaults');

const rule = z.strictObject({
  name: z.string().min(1).max(longestName).describe(`a name of at most ${longestName} characters`),
  match: z
    .strictObject({
      subscriptions: oneOrMore(z.guid()).optional().describe("a subscription's id (a GUID), or a list of them"),
      resourceGroups: oneOrMore(glob)
        .optional()
        .describe('the name of a resource group, or a list; * and ? may stand in it'),
      vms: oneOrMore(glob).optional().describe("a VM's name, or a list; * and ? may stand in it"),
      tags: z
        .record(z.string().min(1).max(512), oneOrMore(glob))
        .optional()
        .describe('tags, each with its value as text, or a list of values; * and ? may stand in them'),
    })
    .nullable()
    .optional()
    .describe('subscriptions, resourceGroups, vms and tags, or nothing to match every VM'),
  defaults: z.strictObject(settings).nullable().optional().describe('what the actions of the rule have in common'),
  actions: z
    .strictObject(
      Object.fromEntries(policyActions.map((name) => [name, action])) as Record<PolicyAction, typeof action>,
    )
    .describe(`the actions that the rule allows: ${policyActions.join(', ')}`),
});

export const policySection = z.strictObject({
  admins: z.array(userId).max(mostEntries).default([]).describe('a list of Slack user ids (U...)'),
  trustTags: z.boolean().default(false).describe('true or false; true lets VM names and tags loosen'),
  ownerTag: z
    .string()
    .min(1)
    .max(512)
    .default('owner')
    .describe("the name of the tag that holds the owner's Slack user id"),
  rules: z.array(rule).max(mostEntries).default([]).describe('a list of rules, each with name and actions'),
  breakGlass: z
    .strictObject({
      groups: z.array(groupId).min(1).max(mostEntries).describe('a list of Slack user group ids (S...)'),
      longest: duration.default('30m').describe(howLong),
    })
    .optional()
    .describe('the keys groups and longest, or leave it out'),
});

export const approvalsSection = z.strictObject({
  channel: z
    .string()
    .regex(/^[CG][A-Z0-9]{2,30}$/)
    .optional()
    .describe("the id of a Slack channel, such as C0123ABC (in the channel's details, at the bottom)"),
  installation: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,19}$/)
    .default('drawbridge')
    .describe('1 to 20 lower-case letters, digits and dashes, no dash in front'),
});

export type PolicyFile = z.infer<typeof policySection>;

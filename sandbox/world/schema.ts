import { z } from 'zod';
import { auditSection } from '../../src/config/audit-schema.ts';
import { commandsSection } from '../../src/config/commands-schema.ts';
import { policySection } from '../../src/config/policy-schema.ts';
import { checkPolicy } from './check-policy.ts';
import { checkReferences } from './check-references.ts';
import { checkShape } from './check-shape.ts';
import { guestSchema } from './guest-schema.ts';
import { withoutNulls } from './without-nulls.ts';

const resourceId =
  /^\/subscriptions\/[^/]+(?=\/[^/]+\/)(?:\/resourceGroups\/[^/]+)?(?:\/providers\/[^/]+(?:\/[^/]+\/[^/]+)+)?$/i;

const resourceIdSchema = z
  .string()
  .regex(resourceId, 'must be a full resource id: /subscriptions/.../providers/TYPE/NAME');

/**
 * One ARM resource as GET returns it. NSG rules live in `properties.securityRules`, subnets in `properties.subnets`.
 * What is null counts as left out.
 */
const resourceSchema = z.preprocess(
  withoutNulls,
  z
    .looseObject({
      id: resourceIdSchema,
      name: z.string().optional(),
      type: z.string().optional(),
      location: z.string().optional(),
      tags: z.record(z.string(), z.string()).optional(),
      properties: z.record(z.string(), z.unknown()).default({}),
    })
    .superRefine(checkShape),
);

const subscriptionSchema = z.looseObject({
  subscriptionId: z.string().min(1),
  displayName: z.string().default('Subscription'),
  tenantId: z.string().optional(),
  state: z.string().default('Enabled'),
});

/** Something that goes wrong on purpose. All given conditions must match; ids and actions compare without case, `*` matches any run of characters. */
export const faultSchema = z.strictObject({
  /** Resource id, or a prefix of one ending in `*`. */
  target: z.string().default('*'),
  /** The ARM operation, e.g. `Microsoft.Network/networkSecurityGroups/read`, `Microsoft.Compute/virtualMachines/runCommand/action`, or `token` for the token endpoint. */
  action: z.string().default('*'),
  kind: z.enum([
    'forbidden',
    'throttled',
    'error',
    'hang',
    'slow',
    /** The connection is cut, and the request has no effect. */
    'reset',
    /** The request is carried out, and the connection is cut before the answer. */
    'unanswered',
    'operation-fails',
    'operation-hangs',
    /** It goes on, and whoever asks for its state hears that there is no such operation. */
    'operation-lost',
    /** Run Command answers with the output of its built-in example, and the script is not run. https://github.com/Azure/azure-cli/issues/32286 */
    'sample-output',
    /** For `delayMs` after a Run Command that went well, the VM refuses the next one as if it still ran. */
    'busy-after',
  ]),
  status: z.int().min(400).max(599).optional(),
  code: z.string().optional(),
  message: z.string().optional(),
  /** For `throttled` and `error`: the Retry-After header; left out, the answer has none. */
  retryAfterSeconds: z.int().min(0).optional(),
  /** For `slow`: milliseconds before the answer; for `busy-after`: how long. */
  delayMs: z.int().min(0).optional(),
  /** How often it strikes; left out: always. */
  times: z.int().min(1).optional(),
  /** How often it lets pass before it strikes. */
  after: z.int().min(0).default(0),
});

/** A write that somebody did before the world starts, for Azure's Activity Log. */
const activitySchema = z.strictObject({
  /** A person's name as they sign in, e.g. `dave@contoso.example`, or an application's id. */
  caller: z.string().min(1),
  /** The ARM operation, e.g. `Microsoft.Network/networkSecurityGroups/securityRules/write`. */
  operation: z
    .string()
    .regex(/^[\w.]+(\/\w+)+\/(write|delete|action)$/i, 'must be an operation that ends in write, delete or action'),
  /** What was written; it need not be there any more. */
  resourceId: resourceIdSchema,
  /** Before the sandbox's clock starts. The log shows 90 days. */
  minutesAgo: z.number().min(0),
});

const slackUserSchema = z.strictObject({
  id: z.string().regex(/^[UW][A-Z0-9]{2,}$/),
  name: z.string().min(1),
  realName: z.string().optional(),
  tz: z.string().default('Etc/UTC'),
  /** A guest: true for several channels, `single-channel` for one alone. */
  guest: z.union([z.boolean(), z.literal('single-channel')]).default(false),
  /** The account was ended. */
  deactivated: z.boolean().optional(),
  /** Team id of another workspace for people who come through Slack Connect. */
  foreignTeam: z.string().optional(),
  admin: z.boolean().default(false),
});

const slackChannelSchema = z.strictObject({
  id: z.string().regex(/^[CG][A-Z0-9]{2,}$/),
  name: z.string().min(1),
  private: z.boolean().default(false),
  /** Shared with another company through Slack Connect. */
  externallyShared: z.boolean().default(false),
  /** User ids; left out: everybody who is not a guest or foreign. */
  members: z.array(z.string()).optional(),
  /** Whether the bot has been invited. */
  bot: z.boolean().default(true),
});

export const slackSchema = z.strictObject({
  team: z.strictObject({ id: z.string(), name: z.string(), domain: z.string() }).default({
    id: 'T0SANDBOX',
    name: 'Contoso',
    domain: 'contoso',
  }),
  users: z.array(slackUserSchema).prefault([
    { id: 'U0ALICE', name: 'alice', realName: 'Alice Archer', tz: 'Europe/Berlin' },
    { id: 'U0BOB', name: 'bob', realName: 'Bob Baker', tz: 'America/New_York', admin: true },
    { id: 'U0CAROL', name: 'carol', realName: 'Carol Chen', tz: 'Asia/Singapore' },
  ]),
  userGroups: z
    .array(
      z.strictObject({ id: z.string(), handle: z.string(), name: z.string().optional(), users: z.array(z.string()) }),
    )
    .default([]),
  channels: z.array(slackChannelSchema).default([
    { id: 'C0GENERAL', name: 'general', private: false, externallyShared: false, bot: true },
    { id: 'C0ACCESS', name: 'vm-access', private: false, externallyShared: false, bot: true },
    { id: 'C0APPROVE', name: 'vm-approvals', private: false, externallyShared: false, bot: true },
  ]),
});

const botSchema = z
  .strictObject({
    /** The address that the bot's packets come from. */
    address: z.union([z.ipv4(), z.ipv6()], 'must be an IPv4 or IPv6 address').default('198.51.100.10'),
    /** As in the bot's configuration. Left out: every full member may ask, and every other one may approve. */
    policy: policySection.optional(),
    audit: auditSection.optional(),
    /** As in the bot's configuration. */
    commands: commandsSection.default({
      uptime: 'uptime',
      df: 'df {path:path}',
      journal: 'journalctl -u {unit:name} -n {lines:int<=500}',
    }),
    /** Id of the channel where requests are shown. Left out: `vm-approvals`, or the first that the bot may post to. */
    approvals: z.string().optional(),
  })
  .superRefine(checkPolicy);

export const worldSchema = z
  .strictObject({
    $schema: z.string().optional(),
    subscriptions: z.array(subscriptionSchema).min(1),
    resources: z.array(resourceSchema),
    guests: z.record(z.string(), guestSchema).default({}),
    slack: slackSchema.prefault({}),
    bot: botSchema.prefault({}),
    faults: z.array(faultSchema).default([]),
    activity: z.array(activitySchema).default([]),
  })
  .superRefine(checkReferences);

export type WorldFile = z.infer<typeof worldSchema>;
export type ResourceInput = z.infer<typeof resourceSchema>;
export type Resource = ResourceInput & { name: string; type: string };
export type Subscription = z.infer<typeof subscriptionSchema> & { tenantId: string };
export type Guest = z.infer<typeof guestSchema>;
export type Fault = z.infer<typeof faultSchema>;
export type SlackSpec = z.infer<typeof slackSchema>;

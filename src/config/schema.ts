import { z } from 'zod';
import { defaultLimits } from '../core/commands/limits.ts';
import { auditSection } from './audit-schema.ts';
import { commandsSection } from './commands-schema.ts';
import { approvalsSection, policySection } from './policy-schema.ts';

/**
 * The YAML file. Each key's description completes the sentence "Give ...": it is what the operator reads when the
 * value is wrong. Secrets have no key here on purpose: they come from the environment.
 */

const httpsAddress = z.url({ protocol: /^https$/ });
const proxyAddress = /^http:\/\/(?:[^\s:@/]+@)?(?:\[[0-9a-f:.]+\]|[^\s:@/[\]]+):(\d{1,5})\/?$/i;

function isProxyAddress(text: string): boolean {
  const port = Number(proxyAddress.exec(text)?.[1] ?? 0);
  return port >= 1 && port <= 65_535;
}

const azure = z.strictObject({
  cloud: z.enum(['public', 'usgov', 'china', 'custom']).default('public').describe('public, usgov, china or custom'),
  endpoint: httpsAddress.optional().describe("Resource Manager's address, beginning with https:// (custom cloud only)"),
  authorityHost: httpsAddress.optional().describe('the sign-in address, beginning with https:// (custom cloud only)'),
  scope: z
    .string()
    .min(1)
    .optional()
    .describe('the token scope, e.g. https://management.example/.default (custom cloud only)'),
  credential: z
    .enum(['auto', 'client-secret', 'workload-identity', 'managed-identity'])
    .default('auto')
    .describe('auto, client-secret, workload-identity or managed-identity'),
  tenantId: z
    .string()
    .regex(/^[0-9A-Za-z.-]+$/)
    .optional()
    .describe("the directory's id, a GUID or a domain, as text in quotes"),
  clientId: z.guid().optional().describe("the application's (client) id, a GUID"),
  caFile: z.string().min(1).optional().describe('the path of a PEM file with certificates to trust'),
  disableInstanceDiscovery: z
    .boolean()
    .default(false)
    .describe('true or false; true for sign-in servers that Microsoft does not know'),
  requestTimeoutMs: z
    .int()
    .min(1000)
    .max(60_000)
    .default(10_000)
    .describe('a whole number of milliseconds from 1000 to 60000'),
  retries: z.int().min(0).max(5).default(2).describe('a whole number from 0 to 5'),
  subscriptions: z
    .array(z.guid())
    .min(1)
    .max(1000)
    .optional()
    .describe('a list of subscription ids (GUIDs), or leave the key out to use all that can be read'),
});

const slack = z.strictObject({
  apiUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('the address of the Slack Web API, e.g. https://slack.com/api/'),
});

const sshUser = z.string().regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/);

const jump = z.strictObject({
  host: z
    .string()
    .regex(/^[A-Za-z0-9.:-]{1,253}$/)
    .describe('an address or a host name'),
  port: z.int().min(1).max(65_535).default(22).describe('a whole number from 1 to 65535'),
  user: sshUser.optional().describe('the name of the user there; left out, as ssh.user'),
  hostKeys: z
    .array(z.string().min(1).max(2000))
    .min(1)
    .describe('a list of its public host keys, as ssh-keyscan prints them'),
});

const ssh = z.strictObject({
  egress: z
    .union([z.ipv4(), z.ipv6()])
    .optional()
    .describe('the one IPv4 or IPv6 address that the bot\'s connections come from, e.g. "198.51.100.10"'),
  proxy: z
    .string()
    .refine(isProxyAddress)
    .optional()
    .describe('an HTTP proxy that allows CONNECT, as http://host:port or http://user@host:port'),
  probeTimeoutMs: z
    .int()
    .min(100)
    .max(30_000)
    .default(3000)
    .describe('a whole number of milliseconds from 100 to 30000'),
  connectTimeoutMs: z
    .int()
    .min(1000)
    .max(120_000)
    .default(20_000)
    .describe('a whole number of milliseconds from 1000 to 120000'),
  commandTimeoutMs: z
    .int()
    .min(1000)
    .max(3_600_000)
    .multipleOf(1000)
    .default(defaultLimits.wallMs)
    .describe('a number of whole seconds in milliseconds, from 1000 to 3600000'),
  commandIdleMs: z
    .int()
    .min(1000)
    .max(3_600_000)
    .default(defaultLimits.idleMs)
    .describe('a whole number of milliseconds from 1000 to 3600000'),
  outputBytes: z
    .int()
    .min(1024)
    .max(16_777_216)
    .default(defaultLimits.outputBytes)
    .describe('a whole number of bytes from 1024 to 16777216'),
  fileBytes: z
    .int()
    .min(1)
    .max(67_108_864)
    .default(defaultLimits.fileBytes)
    .describe('a whole number of bytes from 1 to 67108864'),
  user: sshUser.optional().describe('the name of the user that the bot logs in as on the VMs'),
  keyFile: z.string().min(1).optional().describe("the path of the bot's private key"),
  agent: z.string().min(1).optional().describe("the path of an SSH agent's socket"),
  inside: z
    .boolean()
    .default(false)
    .describe("true or false; true where the bot is in the VMs' network and reaches private addresses"),
  jump: z.array(jump).max(5).default([]).describe('a list of servers to go through, each with host and hostKeys'),
});

const store = z.strictObject({
  path: z
    .string()
    .regex(/^(?!\w+:\/\/)./)
    .default('.drawbridge/drawbridge.sqlite')
    .describe('the path of a SQLite file; the address of a database belongs into DATABASE_URL'),
});

const log = z.strictObject({
  level: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])
    .default('info')
    .describe('trace, debug, info, warn, error, fatal or silent'),
  pretty: z.boolean().default(false).describe('true for lines that people read, false for JSON'),
});

export const sections = {
  azure,
  slack,
  ssh,
  policy: policySection,
  approvals: approvalsSection,
  audit: auditSection,
  store,
  log,
};

export const fileSchema = z.strictObject({
  azure: azure.prefault({}),
  slack: slack.prefault({}),
  ssh: ssh.prefault({}),
  commands: commandsSection.prefault({}),
  policy: policySection.prefault({}),
  approvals: approvalsSection.prefault({}),
  audit: auditSection.prefault({}),
  store: store.prefault({}),
  log: log.prefault({}),
});

export type ConfigFile = z.infer<typeof fileSchema>;

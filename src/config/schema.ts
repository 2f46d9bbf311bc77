import { z } from 'zod';
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

export const sections = { azure, slack, ssh, policy: policySection, approvals: approvalsSection, store, log };

export const fileSchema = z.strictObject({
  azure: azure.prefault({}),
  slack: slack.prefault({}),
  ssh: ssh.prefault({}),
  commands: commandsSection.prefault({}),
  policy: policySection.prefault({}),
  approvals: approvalsSection.prefault({}),
  store: store.prefault({}),
  log: log.prefault({}),
});

export type ConfigFile = z.infer<typeof fileSchema>;

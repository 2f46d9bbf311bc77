import { z } from 'zod';
import type { SlackServer } from './server.ts';

const method = z.string().default('*');
const times = z.int().min(1).default(1);

/** What can go wrong with Slack on purpose. */
const troubleSchema = z.discriminatedUnion('kind', [
  /** The next calls of a Web API method (`*`: any; `response_url`) are answered with 429. */
  z.strictObject({ kind: z.literal('rate-limited'), method, times, retryAfterSeconds: z.int().min(0).default(1) }),
  /** ... or with an error of Slack's, e.g. `internal_error`, or an HTTP status. */
  z.strictObject({ kind: z.literal('failed'), method, times, error: z.union([z.string(), z.int().min(400).max(599)]) }),
  /** What the bot was sent last comes once more. */
  z.strictObject({
    kind: z.literal('redelivered'),
    type: z.enum(['slash_commands', 'interactive', 'events_api']).optional(),
  }),
  /** The connections are recycled with Slack's message, or cut without a word. */
  z.strictObject({
    kind: z.literal('disconnected'),
    reason: z.enum(['warning', 'refresh_requested', 'drop']).default('refresh_requested'),
  }),
  z.strictObject({ kind: z.literal('archived'), channel: z.string() }),
  /** An administrator deactivates somebody's account. */
  z.strictObject({ kind: z.literal('deactivated'), user: z.string() }),
]);

/** Has something go wrong with Slack; what comes back is why it could not be done. */
export async function causeTrouble(slack: SlackServer, given: unknown): Promise<string | undefined> {
  const parsed = troubleSchema.safeParse(given);
  if (!parsed.success)
    return `not a fault: ${parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`;
  const trouble = parsed.data;
  const { faults } = slack;
  switch (trouble.kind) {
    case 'rate-limited':
      faults.rateLimit(trouble.method, trouble.times, trouble.retryAfterSeconds);
      return undefined;
    case 'failed':
      faults.fail(trouble.method, trouble.times, trouble.error);
      return undefined;
    case 'redelivered':
      return (await faults.redeliver(trouble.type)) ? undefined : 'nothing of that kind was sent yet';
    case 'disconnected':
      faults.disconnect(trouble.reason);
      // The next line is for a bot that has come back, as a person would wait for it.
      await slack.connected();
      return undefined;
    case 'archived':
      return faults.archiveChannel(trouble.channel) ? undefined : `there is no channel ${trouble.channel}`;
    case 'deactivated':
      return faults.deactivate(trouble.user) ? undefined : `there is nobody called ${trouble.user}`;
  }
}

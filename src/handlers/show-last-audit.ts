import { auditCsv } from '../core/audit/audit-csv.ts';
import { auditFileName } from '../core/audit/audit-file-name.ts';
import { auditJson } from '../core/audit/audit-json.ts';
import type { AuditRun } from '../core/audit/audit-run.ts';
import { forChannel } from '../core/audit/for-channel.ts';
import { noAuditYet } from '../views/audit-progress.ts';
import { auditReport } from '../views/audit-report.ts';
import { auditThread } from '../views/audit-thread.ts';
import { lastRun } from './last-finding.ts';
import type { Reply, ReplyTo } from './reply.ts';
import type { Tools } from './subcommand.ts';

/**
 * The last report again, with the waivers of now. In a channel of audits it is what the channel hears of, and the thread and
 * the files are under the report there; elsewhere the whole of it comes directly, since nobody else may read it.
 */
export async function showLastAudit({ userId, channelId }: ReplyTo, reply: Reply, tools: Tools): Promise<void> {
  const { store, auditSettings, poster } = tools;
  const run = await lastRun(tools);
  if (run === undefined) return reply(noAuditYet());
  const trend = await store.audits.trend(2);
  const options = { mention: [], isFirst: trend.length < 2 };
  const channel = auditSettings.channels.find(({ id }) => id === channelId);
  const shown = channel === undefined ? run : forChannel(run, channel);
  const posts = await store.audits.posts(run.id);
  if (channel !== undefined && posts.some((post) => post.channelId === channel.id))
    return reply(auditReport(shown, { ...options, standsIn: { channelId: channel.id } }));
  const direct = await poster.directChannel(userId);
  if (direct !== channelId) await reply(auditReport(shown, { ...options, standsIn: 'direct messages' }));
  const ts = await poster.post(direct, auditReport(run, options));
  await addThread(run, direct, ts, tools);
}

/** What stands under a report. */
async function addThread(run: AuditRun, channelId: string, ts: string, { poster }: Tools): Promise<void> {
  for (const message of auditThread(run)) await poster.post(channelId, message, { threadTs: ts });
  for (const [extension, text] of [
    ['csv', auditCsv(run)],
    ['json', auditJson(run)],
  ] as const) {
    const file = { name: auditFileName(run, extension), bytes: new TextEncoder().encode(text) };
    await poster.upload(channelId, ts, file);
  }
}

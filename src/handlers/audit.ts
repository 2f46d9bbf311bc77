import type { AuditRun } from '../core/audit/audit-run.ts';
import { mayReadAudit } from '../core/audit/may-audit.ts';
import type { SurveyProgress } from '../core/audit/survey-options.ts';
import { auditUsage, parseAudit } from '../core/text/parse-audit.ts';
import type { Place } from '../jobs/audit/tell-run.ts';
import { auditIsRunning, auditProgress } from '../views/audit-progress.ts';
import { auditGoesOn, auditIsDone, auditWhere } from '../views/audit-where.ts';
import { problem } from '../views/problem.ts';
import { refusal } from '../views/refusal.ts';
import { registerAuditFindings } from './audit-findings.ts';
import type { Reply } from './reply.ts';
import { showLastAudit } from './show-last-audit.ts';
import type { MakeSubcommand, Tools } from './subcommand.ts';

/** Slack takes some fifty changes a minute, of all messages together. */
const showEveryMs = 3_000;

/** `/vm audit`: which security groups let the internet in on port 22; `/vm audit last` shows what the last one found. */
export const audit: MakeSubcommand = (tools) => ({
  name: 'audit',
  usage: auditUsage,
  summary: 'Find the doors that are open to the internet, or show the last report',
  async run({ text, who, reply, replyTo }) {
    const parsed = parseAudit(text);
    if (!parsed.ok) return reply(problem({ message: parsed.problem, hint: parsed.hint }));
    const actor = await tools.people.actor(who.userId, who.teamId);
    const refused = mayReadAudit(tools.auditSettings, tools.policy, actor);
    if (refused !== undefined) return reply(refusal(refused));
    if (parsed.kind === 'last') return showLastAudit(replyTo, reply, tools);
    await runNow(who.userId, replyTo.channelId, reply, tools);
  },
  register: (app) => registerAuditFindings(app, tools),
});

async function runNow(userId: string, channelId: string | undefined, reply: Reply, tools: Tools): Promise<void> {
  const { audits, poster, store, log } = tools;
  const running = await store.audits.active();
  if (running !== undefined && !(await audits.isLeft())) {
    const so = running.progress;
    return reply(so === undefined ? auditIsRunning(running.startedAtMs) : auditGoesOn(running.startedAtMs, so));
  }
  const channel = tools.auditSettings.channels.find(({ id }) => id === channelId);
  const place: Place = channel === undefined ? { userId } : { channel };
  const to = channel?.id ?? (await poster.directChannel(userId));
  const begun = auditProgress({ nsgs: 0, flagged: 0, interfaces: 0 });
  const [ts] = await Promise.all([poster.post(to, begun), reply(auditWhere(channel?.id))]);
  const show = atMostEvery(tools, (soFar) => poster.update(to, ts, auditProgress(soFar)));
  const end = (run: AuditRun | undefined, isTold: boolean) =>
    poster
      .update(to, ts, auditIsDone(run, isTold))
      .catch((error: unknown) => log.warn({ err: error }, 'progress not shown'));
  const ended = await audits.run(userId, place, show.note);
  await show.idle();
  if (ended.kind === 'ended') return void (await end(ended.run, ended.isTold));
  await poster.update(to, ts, auditIsRunning(ended.audit.startedAtMs));
}

/** Shows the latest, one at a time, and seldom: whatever Slack does not take keeps no audit from going on. */
function atMostEvery({ clock, log }: Pick<Tools, 'clock' | 'log'>, show: (soFar: SurveyProgress) => Promise<unknown>) {
  let lastMs = clock.now();
  let showing: Promise<unknown> | undefined;
  return {
    note(soFar: SurveyProgress) {
      const nowMs = clock.now();
      if (showing !== undefined || (nowMs >= lastMs && nowMs - lastMs < showEveryMs)) return;
      lastMs = nowMs;
      showing = show(soFar)
        .catch((error: unknown) => log.warn({ err: error }, 'progress not shown'))
        .finally(() => {
          showing = undefined;
        });
    },
    idle: async () => void (await showing),
  };
}

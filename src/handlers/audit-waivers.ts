import type { App } from '@slack/bolt';
import type { TrackedFinding } from '../core/audit/audit-run.ts';
import { compareFindings } from '../core/audit/compare-findings.ts';
import { extentOf } from '../core/audit/extent.ts';
import { mayBeTold } from '../core/audit/for-channel.ts';
import { mayWaive } from '../core/audit/may-audit.ts';
import { dayOf, latestDay, parseWaiveUntil } from '../core/audit/parse-waive-until.ts';
import { type Refusal, refuse } from '../core/text/refusal.ts';
import { actionIds, waiveForm as form } from '../views/action-ids.ts';
import { waivedNotice, waiveForm, waiverEndedNotice } from '../views/audit-waiver.ts';
import type { Message } from '../views/message.ts';
import { refusal } from '../views/refusal.ts';
import { formNotOpened } from '../views/request-problems.ts';
import { findingGone, findingIn, lastFinding, lastRun } from './last-finding.ts';
import { onPress } from './on-press.ts';
import { onSubmit, type Reaction } from './on-submit.ts';
import type { Tools } from './subcommand.ts';
import type { Who } from './who.ts';

/** "Waive" and "End the waiver" under a finding. */
export function registerAuditWaivers(app: App, tools: Tools): void {
  const { clock, people, policy, store, auditSettings } = tools;
  const whyNot = async ({ userId, teamId }: Who) => mayWaive(auditSettings, policy, await people.actor(userId, teamId));

  onPress(app, tools, actionIds.auditWaive, async ({ value: ref, who, reply, openForm }) => {
    const refused = await whyNot(who);
    if (refused !== undefined) return reply(refusal(refused));
    const run = await lastRun(tools);
    const found = run && findingIn(run, ref);
    if (run === undefined || found === undefined) return reply(refusal(findingGone));
    const nowMs = clock.now();
    const opened = await openForm(waiveForm(found, { runId: run.id, today: dayOf(nowMs), latest: latestDay(nowMs) }));
    if (!opened) await reply(refusal(formNotOpened));
  });

  onSubmit(app, tools, form.callbackId, async ({ pendingId, values, who }): Promise<Reaction> => {
    const [ref = '', runId = ''] = pendingId.split(':');
    const reason = (values[form.reason] ?? '').trim();
    if (reason === '') return wrong(form.reason, refuse('The reason is missing.', 'Say why this may stay open.'));
    const nowMs = clock.now();
    const until = parseWaiveUntil(values[form.until] ?? '', nowMs);
    if (!until.ok) return wrong(form.until, until);
    const refused = await whyNot(who);
    if (refused !== undefined) return wrong(form.reason, refused);
    const found = await lastFinding(ref, tools);
    if (found === undefined) return wrong(form.reason, findingGone);
    const shown = await findingOfRun(runId, ref, tools);
    if (shown === undefined || compareFindings(shown.finding, found.finding) === 'worse')
      return wrong(form.reason, gotWorse);
    const covers = extentOf(shown.finding);
    const { key } = found.finding;
    const waiver = { key, by: who.userId, reason, atMs: entryAt(found, nowMs), untilMs: until.untilMs, covers };
    return {
      work: async () => {
        await store.audits.waive(waiver);
        const notice = waivedNotice(waiver, found.finding);
        await tellReaders(notice, found, tools);
        await tools.replyTo({ userId: who.userId })(notice);
      },
    };
  });

  onPress(app, tools, actionIds.auditEndWaiver, async ({ value: ref, who, reply }) => {
    const refused = await whyNot(who);
    if (refused !== undefined) return reply(refusal(refused));
    const found = await lastFinding(ref, tools);
    if (found === undefined) return reply(refusal(findingGone));
    if (found.waiver === undefined) return reply(refusal(notWaived));
    const end = { key: found.finding.key, by: who.userId, atMs: entryAt(found, clock.now()) };
    await store.audits.endWaiver(end);
    const notice = waiverEndedNotice(end, found.waiver, found.finding);
    await tellReaders(notice, found, tools);
    await reply(notice);
  });
}

/** What the form showed: that is what somebody waives. */
async function findingOfRun(runId: string, ref: string, { store }: Tools): Promise<TrackedFinding | undefined> {
  const run = await store.audits.run(runId);
  return run && findingIn(run, ref);
}

/** After the one before, since the newest counts, and while the finding is there: also where clocks do not agree. */
function entryAt({ firstSeenAtMs, waiver }: TrackedFinding, nowMs: number): number {
  return Math.max(nowMs, firstSeenAtMs, waiver === undefined ? 0 : waiver.atMs + 1);
}

/** Whoever reads a report sees it under it. */
async function tellReaders(notice: Message, tracked: TrackedFinding, tools: Tools): Promise<void> {
  const { poster, log, auditSettings } = tools;
  for (const { channelId, ts } of await newestReports(tools)) {
    if (!mayBeTold(tracked, channelId, auditSettings.channels)) continue;
    await poster
      .post(channelId, notice, { threadTs: ts })
      .catch((error: unknown) => log.error({ err: error, channel: channelId }, 'a waiver could not be told'));
  }
}

/** Of the last run, and of each channel: the last run may have been told to one person alone. */
async function newestReports({ store, auditSettings }: Tools) {
  const [run] = await store.audits.last(1);
  const posts = run === undefined ? [] : await store.audits.posts(run.id);
  for (const { id } of auditSettings.channels) {
    const post = posts.some(({ channelId }) => channelId === id) ? undefined : await store.audits.newestPost(id);
    if (post !== undefined) posts.push(post);
  }
  return posts;
}

function wrong(block: string, { problem, hint }: Refusal): Reaction {
  return { errors: { [block]: `${problem} ${hint}` } };
}

const gotWorse = refuse(
  'This finding is not as the form shows it any more: it got worse, or the form is old.',
  'Close the form, look at the details, and waive it again if it may stay so.',
);

const notWaived = refuse('Nobody waives this finding at the moment.', 'The next audit tells of it.');

import type { App } from '@slack/bolt';
import type { TrackedFinding, Waiver } from '../core/audit/audit-run.ts';
import { findingRef } from '../core/audit/finding-ref.ts';
import { isThere } from '../core/audit/is-door.ts';
import { mayReadAudit, mayWaive } from '../core/audit/may-audit.ts';
import { dayOf, latestDay, parseWaiveUntil } from '../core/audit/parse-waive-until.ts';
import { type Refusal, refuse } from '../core/text/refusal.ts';
import { actionIds, waiveForm as form } from '../views/action-ids.ts';
import { findingDetails } from '../views/audit-details.ts';
import { waivedNotice, waiveForm } from '../views/audit-waiver.ts';
import { refusal } from '../views/refusal.ts';
import { formNotOpened } from '../views/request-problems.ts';
import { onPress } from './on-press.ts';
import { onSubmit, type Reaction } from './on-submit.ts';
import type { Tools } from './subcommand.ts';

/** The buttons of a report. A click looks the finding up in the last run, and asks anew who may. */
export function registerAuditFindings(app: App, tools: Tools): void {
  const { clock, people, policy, store, auditSettings } = tools;

  onPress(app, tools, actionIds.auditDetails, async ({ value, who, reply }) => {
    const refused = mayReadAudit(auditSettings, policy, await people.actor(who.userId, who.teamId));
    if (refused !== undefined) return reply(refusal(refused));
    const found = await findingOf(value, tools);
    await reply(found === undefined ? refusal(findingGone) : findingDetails(found));
  });

  onPress(app, tools, actionIds.auditWaive, async ({ value, who, reply, openForm }) => {
    const refused = mayWaive(auditSettings, policy, await people.actor(who.userId, who.teamId));
    if (refused !== undefined) return reply(refusal(refused));
    const found = await findingOf(value, tools);
    if (found === undefined) return reply(refusal(findingGone));
    const nowMs = clock.now();
    const opened = await openForm(waiveForm(found, { today: dayOf(nowMs), latest: latestDay(nowMs) }));
    if (!opened) await reply(refusal(formNotOpened));
  });

  onSubmit(app, tools, form.callbackId, async ({ pendingId, values, who }): Promise<Reaction> => {
    const reason = (values[form.reason] ?? '').trim();
    if (reason === '') return wrong(form.reason, refuse('The reason is missing.', 'Say why this may stay open.'));
    const nowMs = clock.now();
    const until = parseWaiveUntil(values[form.until] ?? '', nowMs);
    if (!until.ok) return wrong(form.until, until);
    const refused = mayWaive(auditSettings, policy, await people.actor(who.userId, who.teamId));
    if (refused !== undefined) return wrong(form.reason, refused);
    const found = await findingOf(pendingId, tools);
    if (found === undefined) return wrong(form.reason, findingGone);
    const { key, severity, publicIpv4Addresses } = found.finding;
    const covers = { severity, publicIpv4Addresses };
    const waiver = { key, by: who.userId, reason, atMs: nowMs, untilMs: until.untilMs, covers };
    return {
      work: async () => {
        await store.audits.waive(waiver);
        await tellWaived(waiver, found, tools);
      },
    };
  });
}

/** Whoever reads a report sees it under it; the person as well, where it stands elsewhere. */
async function tellWaived(waiver: Waiver, { finding }: TrackedFinding, tools: Tools): Promise<void> {
  const { poster, log } = tools;
  const notice = waivedNotice(waiver, finding);
  for (const { channelId, ts } of await newestReports(tools)) {
    await poster
      .post(channelId, notice, { threadTs: ts })
      .catch((error: unknown) => log.error({ err: error, channel: channelId }, 'a waiver could not be told'));
  }
  await tools.replyTo({ userId: waiver.by })(notice);
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

/** What the last run found under a button's short id, if it is there still. */
export async function findingOf(ref: string, { store }: Pick<Tools, 'store'>): Promise<TrackedFinding | undefined> {
  const [run] = await store.audits.last(1);
  return run?.findings.find((each) => isThere(each) && findingRef(each.finding.key) === ref);
}

function wrong(block: string, { problem, hint }: Refusal): Reaction {
  return { errors: { [block]: `${problem} ${hint}` } };
}

const findingGone = refuse(
  'The last audit does not have this finding any more.',
  'Type `/vm audit last` to see what is open now.',
);

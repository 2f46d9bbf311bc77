import type { AuditRun } from '../../core/audit/audit-run.ts';
import type { AuditChannel } from '../../core/audit/audit-settings.ts';
import { callsFor, forChannel } from '../../core/audit/for-channel.ts';
import { type AuditParts, type AuditReport, trendPoints } from './audit-parts.ts';

/** Where a report goes: a channel, with what it wants to hear of, or somebody's direct messages. */
export type Place = { readonly channel: AuditChannel } | { readonly userId: string };

/** Tells a run wherever it was not told yet. @returns whether it is told everywhere now */
export async function tellRun(run: AuditRun, places: readonly Place[], parts: AuditParts): Promise<boolean> {
  const { store, log } = parts;
  const [trend, told] = await Promise.all([store.audits.trend(trendPoints), store.audits.posts(run.id)]);
  let isTold = true;
  for (const place of places) {
    try {
      const channelId = 'channel' in place ? place.channel.id : await parts.poster.directChannel(place.userId);
      if (told.some((each) => each.channelId === channelId)) continue;
      const shown = 'channel' in place ? forChannel(run, place.channel) : run;
      const mention =
        'channel' in place && (callsFor(shown) || run.survey.status === 'failed') ? place.channel.mention : [];
      const report = await parts.render(shown, { trend, mention });
      await postReport(run.id, channelId, report, parts);
    } catch (error) {
      isTold = false;
      log.error({ err: error, audit: run.id, place }, 'an audit could not be told');
    }
  }
  return isTold;
}

/** Once the first message stands, the rest is an addition: what Slack does not take of it is logged, and not told again. */
async function postReport(id: string, channelId: string, report: AuditReport, parts: AuditParts): Promise<void> {
  const { poster, store, log } = parts;
  const ts = await poster.post(channelId, report.first);
  await store.audits.posted(id, channelId, ts);
  const files = [...(report.picture === undefined ? [] : [report.picture]), ...report.files];
  const additions = [
    ...report.rest.map((message) => () => poster.post(channelId, message, { threadTs: ts })),
    ...files.map((file) => () => poster.upload(channelId, ts, file)),
  ];
  for (const add of additions) {
    try {
      await add();
    } catch (error) {
      log.error({ err: error, audit: id, channel: channelId }, 'a part of a report could not be posted');
    }
  }
}

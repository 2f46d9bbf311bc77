import type { AuditRun, TrendPoint } from '../../core/audit/audit-run.ts';
import type { AuditChannel } from '../../core/audit/audit-settings.ts';
import { forChannel, hearsAll } from '../../core/audit/for-channel.ts';
import { glanceOf } from '../../core/audit/glance.ts';
import { trendPoint } from '../../core/audit/trend-point.ts';
import { type AuditParts, type AuditReport, trendPoints } from './audit-parts.ts';

/** Where a report goes: a channel, with what it wants to hear of, or somebody's direct messages. */
export type Place = { readonly channel: AuditChannel } | { readonly userId: string };

/** Tells a run wherever it was not told yet. @returns whether it is told everywhere now */
export async function tellRun(run: AuditRun, places: readonly Place[], parts: AuditParts): Promise<boolean> {
  const { store, log } = parts;
  const told = await store.audits.posts(run.id);
  let isTold = true;
  for (const place of places) {
    try {
      const channelId = 'channel' in place ? place.channel.id : await parts.poster.directChannel(place.userId);
      if (told.some((each) => each.channelId === channelId)) continue;
      const shown = 'channel' in place ? forChannel(run, place.channel) : run;
      const trend = await trendFor(place, store);
      const isCalled = run.survey.status === 'failed' || glanceOf(shown).calls.length > 0;
      const mention = 'channel' in place && isCalled ? place.channel.mention : [];
      const report = await parts.render(shown, { trend, mention });
      await postReport(run.id, channelId, report, parts);
    } catch (error) {
      isTold = false;
      log.error({ err: error, audit: run.id, place }, 'an audit could not be told');
    }
  }
  return isTold;
}

/** The last runs as the same place would have been told of them. */
async function trendFor(place: Place, { audits }: AuditParts['store']): Promise<readonly TrendPoint[]> {
  if (!('channel' in place) || hearsAll(place.channel)) return audits.trend(trendPoints);
  const points: TrendPoint[] = [];
  for await (const run of audits.backwards(trendPoints)) points.unshift(trendPoint(forChannel(run, place.channel)));
  return points;
}

/** Once the first message stands, the rest is an addition: what Slack does not take of it is logged, and not told again. */
async function postReport(id: string, channelId: string, report: AuditReport, parts: AuditParts): Promise<void> {
  const { poster, store, log } = parts;
  const ts = await poster.post(channelId, report.first);
  await store.audits.posted(id, channelId, ts);
  const { picture, isOneLine, rest, files } = report;
  const additions = [
    ...(picture === undefined ? [] : [() => poster.upload(channelId, isOneLine ? ts : undefined, picture)]),
    ...rest.map((message) => () => poster.post(channelId, message, { threadTs: ts })),
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
